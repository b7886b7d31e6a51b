package dev.polyrpc.token.domain;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that a token is going to say. Immutable.
 *
 * @param id of the token: its {@code jti}
 * @param client that the token is issued to
 * @param audience the one service that takes it, by its full name
 * @param actors the clients that act for the subject, the latest first
 * @param certificate thumbprint of the one that the token is good with (RFC 8705, 3.1); null = with any
 */
public record Grant(
        String id,
        String subject,
        String client,
        String audience,
        Set<String> scopes,
        Set<String> roles,
        List<String> actors,
        Instant issued,
        Instant expiry,
        @Nullable String certificate) {
    /** Keeps copies. */
    public Grant {
        scopes = Set.copyOf(scopes);
        roles = Set.copyOf(roles);
        actors = List.copyOf(actors);
    }

    /** The scopes as OAuth writes them: sorted, with spaces between. */
    public String scope() {
        return String.join(" ", new TreeSet<>(scopes));
    }
}
