package dev.polyrpc.token.domain;

import java.time.Instant;

/** Port: tokens that their clients took back before their end. Safe for use by many threads. */
public interface Revocations {
    /** Whether the token of that {@code jti} was revoked. */
    boolean contains(String tokenId);

    /** Takes a token back; durable when this returns. It need not be remembered for longer than the token is believed. */
    void add(String tokenId, Instant believedUntil);
}
