package dev.polyrpc.token.domain;

import dev.polyrpc.kit.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Port: the record of every token issued, refused, asked about and taken back, and of the keys they are signed with; it never
 * holds a token. Safe for use by many threads.
 */
public interface Audit {
    /** A token was issued. */
    void issued(Grant grant);

    /** A token was refused to whoever says to be that client. */
    void refused(String client, Failure failure);

    /** A client asked about a token; its id, if it is good and for that client. */
    void introspected(String client, @Nullable String tokenId);

    /** A client took a token of its own back. */
    void revoked(String client, String tokenId);

    /** A signing key, by its id, came into another state. */
    void signingKey(String id, String state);
}
