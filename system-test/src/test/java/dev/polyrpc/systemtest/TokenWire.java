package dev.polyrpc.systemtest;

import java.util.List;

/** A wire on which callers show tokens; one more wire is one more of these. For use by one thread. */
interface TokenWire {
    /** Whose tokens it takes, by short name. */
    String audience();

    /** The scope that the call made here needs. */
    String scope();

    /** Makes a call that only reads, with these values of its header, each by itself; fails on any other verdict. */
    Verdict call(List<String> authorizations);

    /** Begins to follow something with this token, and waits for the end of that. */
    Verdict follow(String token);
}
