package dev.polyrpc.kit.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jsonwebtoken.Jwts;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Makes tokens, good and bad, under one ES256 key. */
final class Forge {
    static final String ISSUER = "https://issuer.test";
    static final String AUDIENCE = "product-mgmt.polyrpc.test";

    final KeyPair pair = Jwts.SIG.ES256.keyPair().build();
    final VerificationKey key = new VerificationKey("key-1", "ES256", pair.getPublic());
    private final ObjectMapper mapper = new ObjectMapper();
    private final Instant now;

    Forge(Instant now) {
        this.now = now;
    }

    String token(Consumer<Map<String, Object>> header, Consumer<Map<String, Object>> claims) {
        Map<String, Object> head = new LinkedHashMap<>(Map.of("alg", "ES256", "typ", "at+jwt", "kid", "key-1"));
        header.accept(head);
        Map<String, Object> body = new LinkedHashMap<>(Map.of(
                "iss",
                ISSUER,
                "aud",
                AUDIENCE,
                "sub",
                "alice",
                "client_id",
                "alice",
                "jti",
                "1",
                "scope",
                "product:read returns:read",
                "iat",
                now.getEpochSecond(),
                "exp",
                now.getEpochSecond() + 300));
        claims.accept(body);
        return sign(json(head), json(body));
    }

    String withHeader(Consumer<Map<String, Object>> header) {
        return token(header, claims -> {});
    }

    String withClaims(Consumer<Map<String, Object>> claims) {
        return token(header -> {}, claims);
    }

    String good() {
        return token(header -> {}, claims -> {});
    }

    String sign(String header, String claims) {
        String input =
                encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String json(Map<String, Object> members) {
        try {
            return mapper.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
