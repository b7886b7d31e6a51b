package dev.polyrpc.token.domain;

import dev.polyrpc.kit.failure.Failure;

/** Port: the record of every token issued and refused, and of the keys they are signed with; it never holds a token. Safe for use by many threads. */
public interface Audit {
    /** A token was issued. */
    void issued(Grant grant);

    /** A token was refused to whoever says to be that client. */
    void refused(String client, Failure failure);

    /** A signing key, by its id, came into another state. */
    void signingKey(String id, String state);
}
