package dev.polyrpc.token.domain;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;

/**
 * A pair that tokens are signed with. Immutable; {@code toString} shows the name alone.
 *
 * @param name that it is kept under
 * @param made when it was made
 */
public record DatedKey(String name, Instant made, PublicKey publicKey, PrivateKey privateKey) {
    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
