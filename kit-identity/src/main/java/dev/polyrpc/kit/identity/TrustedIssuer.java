package dev.polyrpc.kit.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * One issuer: its keys, which verify no other's tokens, and what its tokens must look like. Immutable.
 *
 * @param issuer the {@code iss} of its tokens, compared as text
 * @param types the {@code typ} of their header, in lower case
 */
record TrustedIssuer(String issuer, Set<String> types, KeySource keys, ClaimRules rules) {
    static TrustedIssuer own(VerifierConfig config, KeySource keys) {
        return new TrustedIssuer(config.issuer(), Set.of("at+jwt"), keys, new OwnClaims(config.audiences()));
    }

    static TrustedIssuer other(OtherIssuer other) {
        IssuerProfile profile = other.profile();
        return new TrustedIssuer(profile.issuer(), profile.types(), other.keys(), new OtherClaims(profile));
    }

    /** The key that the header names; what can be refused without one is refused before one is looked for. */
    CompletionStage<Optional<VerificationKey>> key(Jws jws) {
        if (!types.contains(jws.type())) {
            throw TokenRefused.invalid("typ: not one of this issuer's");
        }
        return keys.find(jws.keyId());
    }

    /** Whom the token speaks for, its signature once verified with a key of this issuer. */
    Caller caller(Jws jws, String token, Instant now) {
        Claims claims = Claims.parse(jws);
        if (!issuer.equals(claims.issuer())) {
            throw TokenRefused.invalid("iss: absent or another");
        }
        return rules.caller(claims, token, now);
    }
}
