package dev.polyrpc.benchmark.identity;

import dev.polyrpc.kit.identity.KeySource;
import dev.polyrpc.kit.identity.VerificationKey;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Tokens of our shape under a key of one algorithm. Immutable. */
record Signer(String name, SignatureAlgorithm algorithm, KeyPair pair) {
    static final String ISSUER = "https://issuer.test";
    static final String AUDIENCE = "product-mgmt.polyrpc.test";
    private static final String KEY_ID = "key";

    static List<Signer> all() {
        return List.of(
                new Signer("ES256", Jwts.SIG.ES256, Jwts.SIG.ES256.keyPair().build()),
                new Signer("EdDSA", Jwts.SIG.EdDSA, Jwks.CRV.Ed25519.keyPair().build()),
                new Signer("RS256", Jwts.SIG.RS256, Jwts.SIG.RS256.keyPair().build()));
    }

    KeySource keys() {
        return KeySource.of(new VerificationKey(KEY_ID, name, pair.getPublic()));
    }

    List<String> tokens(int count) {
        long now = Instant.now().getEpochSecond();
        return IntStream.range(0, count).mapToObj(n -> token(n, now)).toList();
    }

    private String token(int n, long now) {
        String claims = """
                {"iss":"%s","aud":"%s","sub":"subject-%04d","client_id":"gateway","jti":"%d","scope":"product:read",\
                "roles":["customer"],"act":{"sub":"gateway"},"iat":%d,"exp":%d}""".formatted(ISSUER, AUDIENCE, n, n, now, now + 600);
        return Jwts.builder()
                .header()
                .type("at+jwt")
                .keyId(KEY_ID)
                .and()
                .content(claims.getBytes(StandardCharsets.UTF_8))
                .signWith(pair.getPrivate(), algorithm)
                .compact();
    }
}
