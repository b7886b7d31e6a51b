package dev.polyrpc.kit.identity;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Whoever a verified access token speaks for. Immutable.
 *
 * @param subject on whose behalf the call is made
 * @param client the OAuth client that the token was issued to
 * @param scopes what the token allows
 * @param roles what the subject is, for example {@code customer} or {@code staff}
 * @param actors the services that exchanged the token on its way here, the latest first; empty when nobody did
 * @param expiry when the token ends
 * @param token the token itself, to be exchanged for the next hop: never logged
 */
public record Caller(
        String subject,
        String client,
        Set<String> scopes,
        Set<String> roles,
        List<String> actors,
        Instant expiry,
        String token) {

    /** Keeps copies. */
    public Caller {
        scopes = Set.copyOf(scopes);
        roles = Set.copyOf(roles);
        actors = List.copyOf(actors);
    }

    /** Whether the token allows what the scope stands for. */
    public boolean has(String scope) {
        return scopes.contains(scope);
    }

    /** Whether the subject works here, and so sees what belongs to others. */
    public boolean staff() {
        return roles.contains("staff");
    }

    /** All but the token. */
    @Override
    public String toString() {
        return "Caller[subject=%s, client=%s, scopes=%s, roles=%s, actors=%s, expiry=%s]"
                .formatted(subject, client, scopes, roles, actors, expiry);
    }
}
