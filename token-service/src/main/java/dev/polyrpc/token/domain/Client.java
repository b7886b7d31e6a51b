package dev.polyrpc.token.domain;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registered client, and what it may have in its own name. Immutable.
 *
 * @param secret whether it may prove itself with a secret
 * @param certificateUri the one URI name of the certificate that it may prove itself with; null if it may with none
 * @param roles what it is, as a subject
 * @param scopes what its own tokens may allow
 * @param audiences whom its own tokens may be for: full names, or the pattern for all
 */
public record Client(
        String id,
        boolean secret,
        @Nullable String certificateUri,
        Set<String> roles,
        Set<String> scopes,
        Set<String> audiences) {
    private static final String TRUST_DOMAIN = "spiffe://polyrpc.test/";

    /** Keeps copies. */
    public Client {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
        audiences = Set.copyOf(audiences);
    }

    /** The SPIFFE id of the process that the client is. */
    public String uri() {
        return certificateUri == null ? uri(id) : certificateUri;
    }

    /** The SPIFFE id of a process of that name. */
    static String uri(String name) {
        return TRUST_DOMAIN + name;
    }
}
