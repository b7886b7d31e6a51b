package dev.polyrpc.kit.identity;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.security.Provider;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** What tokens and keys need of cryptography. */
final class Jose {
    /** Ten times as fast as the JDK's own at ES256 on Java 17. */
    static final Provider PROVIDER = new BouncyCastleProvider();

    private static final String ALGORITHM = "ES256";

    private Jose() {}

    /** The keys of a JWK set that we would use, by id: public, for signatures, ES256; others are passed over. */
    static Map<String, VerificationKey> keys(String json) {
        Map<String, VerificationKey> keys = new HashMap<>();
        try {
            for (Jwk<?> jwk : Jwks.setParser().provider(PROVIDER).build().parse(json)) {
                if (jwk instanceof PublicJwk<?> key && jwk.getId() != null && ALGORITHM.equals(jwk.getAlgorithm())) {
                    keys.put(jwk.getId(), new VerificationKey(jwk.getId(), ALGORITHM, key.toKey()));
                }
            }
        } catch (JwtException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not a JWK set", e);
        }
        return Map.copyOf(keys);
    }
}
