package dev.polyrpc.token.domain;

import dev.polyrpc.kit.failure.Failure;

/** Port: the record of every token issued and refused, which never holds a token. Safe for use by many threads. */
public interface Audit {
    /** A token was issued. */
    void issued(Grant grant);

    /** A token was refused to whoever says to be that client. */
    void refused(String client, Failure failure);
}
