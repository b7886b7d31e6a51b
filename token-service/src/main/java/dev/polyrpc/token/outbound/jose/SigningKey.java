package dev.polyrpc.token.outbound.jose;

import dev.polyrpc.kit.identity.VerificationKey;
import dev.polyrpc.token.domain.DatedKey;
import io.jsonwebtoken.security.EcPublicJwk;
import io.jsonwebtoken.security.Jwks;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;

/** A key that tokens are signed with, under an id that is its own thumbprint (RFC 7638). Immutable. */
final class SigningKey {
    static final String ALGORITHM = "ES256";

    private final PrivateKey key;
    private final VerificationKey verification;
    private final String json;

    /** Makes it of a P-256 pair. */
    SigningKey(DatedKey dated) {
        EcPublicJwk jwk = Jwks.builder()
                .key((ECPublicKey) dated.publicKey())
                .algorithm(ALGORITHM)
                .publicKeyUse("sig")
                .idFromThumbprint()
                .build();
        this.key = dated.privateKey();
        this.verification = new VerificationKey(jwk.getId(), ALGORITHM, jwk.toKey());
        this.json = Jwks.json(jwk);
    }

    String id() {
        return verification.id();
    }

    PrivateKey privateKey() {
        return key;
    }

    /** The public half, to verify tokens with. */
    VerificationKey verificationKey() {
        return verification;
    }

    /** The public half as a JWK. */
    String json() {
        return json;
    }
}
