package dev.polyrpc.token.domain;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whoever a presented token speaks for. Immutable.
 *
 * @param actors the clients that exchanged it on its way here, the latest first
 * @param expiry when the token ends
 * @param tokenId the token's {@code jti}; null where another issuer gives none
 * @param client that the token was issued to
 */
public record Subject(
        String name,
        Set<String> scopes,
        Set<String> roles,
        List<String> actors,
        Instant expiry,
        @Nullable String tokenId,
        String client) {
    /** Keeps copies. */
    public Subject {
        scopes = Set.copyOf(scopes);
        roles = Set.copyOf(roles);
        actors = List.copyOf(actors);
    }
}
