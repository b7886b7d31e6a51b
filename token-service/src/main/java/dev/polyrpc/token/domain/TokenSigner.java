package dev.polyrpc.token.domain;

/** Port: makes the token that a grant describes. Safe for use by many threads. */
public interface TokenSigner {
    /** Signs; takes a while, so not on an event loop. */
    String sign(Grant grant);
}
