package dev.polyrpc.token.outbound.jose;

import dev.polyrpc.kit.identity.VerificationKey;
import io.jsonwebtoken.security.EcPublicJwk;
import io.jsonwebtoken.security.Jwks;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;

/** A key that tokens are signed with, under an id that is its own thumbprint (RFC 7638). Immutable. */
public final class SigningKey {
    static final String ALGORITHM = "ES256";

    private final EcPublicJwk jwk;
    private final PrivateKey key;

    /** Makes it of a P-256 pair. */
    public SigningKey(KeyPair pair) {
        this.key = pair.getPrivate();
        this.jwk = Jwks.builder()
                .key((ECPublicKey) pair.getPublic())
                .algorithm(ALGORITHM)
                .publicKeyUse("sig")
                .idFromThumbprint()
                .build();
    }

    String id() {
        return jwk.getId();
    }

    PrivateKey privateKey() {
        return key;
    }

    /** The public half, to verify tokens with. */
    public VerificationKey verificationKey() {
        return new VerificationKey(id(), ALGORITHM, jwk.toKey());
    }

    /** The public half as a JWK set of one. */
    public String jwks() {
        return "{\"keys\":[%s]}".formatted(Jwks.json(jwk));
    }
}
