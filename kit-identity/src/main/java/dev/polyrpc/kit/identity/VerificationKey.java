package dev.polyrpc.kit.identity;

import java.security.PublicKey;

/**
 * A public key and the one algorithm that it may be used with. Immutable.
 *
 * @param id the {@code kid} that a token names it by
 * @param algorithm the {@code alg} that a token must name with it: ES256, EdDSA, RS256 or PS256
 * @param key the key; of the kind, curve and size that the algorithm needs
 */
public record VerificationKey(String id, String algorithm, PublicKey key) {
    /** Refuses a key that does not fit its algorithm with an IllegalArgumentException. */
    public VerificationKey {
        key = JwsAlgorithm.of(algorithm).key(key);
    }

    void requireSigned(Jws jws) {
        if (!algorithm.equals(jws.algorithm())) {
            throw TokenRefused.invalid("alg: not the key's own");
        }
        if (!JwsAlgorithm.of(algorithm).verifies(key, jws.signingInput(), jws.signature())) {
            throw TokenRefused.invalid("signature: refused");
        }
    }
}
