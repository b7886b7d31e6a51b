package dev.polyrpc.token.domain;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Whoever a presented token speaks for. Immutable.
 *
 * @param actors the clients that exchanged it on its way here, the latest first
 */
public record Subject(String name, Set<String> scopes, Set<String> roles, List<String> actors, Instant expiry) {
    /** Keeps copies. */
    public Subject {
        scopes = Set.copyOf(scopes);
        roles = Set.copyOf(roles);
        actors = List.copyOf(actors);
    }
}
