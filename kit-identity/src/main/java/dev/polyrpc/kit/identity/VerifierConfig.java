package dev.polyrpc.kit.identity;

import java.util.Set;

/**
 * Whose tokens are believed, and which of them are meant for us. Immutable.
 *
 * @param issuer the one issuer believed, compared as text
 * @param audiences our own names, for example {@code product-mgmt.polyrpc.test}: a token for any of them is for us
 */
public record VerifierConfig(String issuer, Set<String> audiences) {
    /** Keeps a copy. */
    public VerifierConfig {
        audiences = Set.copyOf(audiences);
    }

    /** For one audience. */
    public VerifierConfig(String issuer, String audience) {
        this(issuer, Set.of(audience));
    }
}
