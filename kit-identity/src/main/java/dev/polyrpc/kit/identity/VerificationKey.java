package dev.polyrpc.kit.identity;

import java.security.PublicKey;

/**
 * A public key and the one algorithm that it may be used with.
 *
 * @param id the {@code kid} that a token names it by
 * @param algorithm the {@code alg} that a token must name with it
 * @param key the key
 */
public record VerificationKey(String id, String algorithm, PublicKey key) {}
