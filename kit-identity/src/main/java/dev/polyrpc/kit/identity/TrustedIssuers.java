package dev.polyrpc.kit.identity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The issuers that a verifier believes, told apart by the very text of {@code iss}. Immutable. */
final class TrustedIssuers {
    private final TrustedIssuer own;
    private final Map<String, TrustedIssuer> byName = new HashMap<>();

    TrustedIssuers(VerifierConfig config, KeySource keys, List<OtherIssuer> others) {
        own = TrustedIssuer.own(config, keys);
        byName.put(own.issuer(), own);
        for (OtherIssuer other : others) {
            boolean ours = config.audiences().stream()
                    .anyMatch(audience -> audience.startsWith(other.profile().recipient() + "."));
            if (ours && byName.put(other.profile().issuer(), TrustedIssuer.other(other)) != null) {
                throw new IllegalArgumentException("issuer: %s (expected: each once)"
                        .formatted(other.profile().issuer()));
            }
        }
    }

    /** Who must have signed this; with one issuer alone the claims are not looked into before the signature is verified. */
    TrustedIssuer of(Jws jws) {
        if (byName.size() == 1) {
            return own;
        }
        TrustedIssuer named = byName.get(Claims.parse(jws).issuer());
        if (named == null) {
            throw TokenRefused.invalid("iss: absent or another");
        }
        return named;
    }

    /** Tells all sources that their keys are in use. */
    void inUse() {
        byName.values().forEach(issuer -> issuer.keys().inUse());
    }

    /** Has told of each key that holds no longer. */
    void onWithdrawal(BiConsumer<TrustedIssuer, String> withdrawn) {
        byName.values().forEach(issuer -> issuer.keys().onWithdrawal(id -> withdrawn.accept(issuer, id)));
    }
}
