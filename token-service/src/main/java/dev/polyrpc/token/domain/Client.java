package dev.polyrpc.token.domain;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registered client, and what it may have in its own name. Immutable.
 *
 * @param certificateUri the one URI name of the certificate it proves itself with; null if it does so with a secret
 * @param roles what it is, as a subject
 * @param scopes what its own tokens may allow
 * @param audiences whom its own tokens may be for: full names, or the pattern for all
 */
public record Client(
        String id, @Nullable String certificateUri, Set<String> roles, Set<String> scopes, Set<String> audiences) {
    /** Keeps copies. */
    public Client {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
        audiences = Set.copyOf(audiences);
    }
}
