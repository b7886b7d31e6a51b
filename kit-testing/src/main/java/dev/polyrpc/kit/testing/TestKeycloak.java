package dev.polyrpc.kit.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jsonwebtoken.Jwts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A stand-in for another provider: a realm {@code shop} whose tokens and keys have the shape of Keycloak's, published over
 * HTTPS under an authority of its own. Safe for use by many threads.
 */
public final class TestKeycloak implements AutoCloseable {
    /** The {@code kid} that signs. */
    public static final String KEY_ID = "FJ86GcF3jTbNLOco4NvZkUCIUmfYCqoqtOQeMfbhNlE";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long LIFETIME_SECONDS = 300; // its default

    private final KeyPair signing = Jwts.SIG.RS256.keyPair().build();
    private final KeyPair encryption = Jwts.SIG.RS256.keyPair().build();
    private final TestKeycloakServer server = TestKeycloakServer.start(this);

    private TestKeycloak() {}

    /** Starts a realm on a free port. */
    public static TestKeycloak start() {
        return new TestKeycloak();
    }

    /** The {@code iss} of its tokens. */
    public String issuer() {
        return server.uri() + "/realms/shop";
    }

    /** How often its keys were asked for. */
    public int keyRequests() {
        return server.keyRequests();
    }

    /** From now on every request gets 503, or no longer does. */
    public void down(boolean isDown) {
        server.down(isDown);
    }

    /** A shopper's access token for the gateway. */
    public String token(String subject, String... scopes) {
        return token(header -> {}, claims -> {
            claims.put("sub", subject);
            claims.put("scope", "openid profile email " + String.join(" ", scopes));
        });
    }

    /** A token with header and claims changed, signed over whatever they have become. */
    public String token(Consumer<Map<String, Object>> header, Consumer<Map<String, Object>> claims) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("alg", "RS256");
        head.put("typ", "JWT");
        head.put("kid", KEY_ID);
        header.accept(head);
        Map<String, Object> body = accessToken();
        claims.accept(body);
        return sign(head, body, signing.getPrivate());
    }

    /** A token in this realm's name, but signed RS256 with whatever key. */
    public static String sign(Map<String, Object> header, Map<String, Object> claims, PrivateKey key) {
        String input = encoded(json(header)) + "." + encoded(json(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file of issuers that names this one, for the setting that ends in {@code ISSUERS}; a test may change the entry. */
    public Path profile(Consumer<Map<String, Object>> change) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", "keycloak");
        entry.put("issuer", issuer());
        entry.put("jwks_uri", issuer() + "/protocol/openid-connect/certs");
        entry.put("ca", server.authority().toString());
        entry.put("audience", "gateway.polyrpc.test");
        entry.put("recipient", "gateway");
        entry.put("types", List.of("JWT"));
        entry.put("algorithms", List.of("RS256"));
        entry.put("max_life", "10m");
        entry.put("claims", Map.of("typ", "Bearer"));
        entry.put("scopes", List.of("product:read", "returns:read", "returns:write"));
        entry.put("roles_claim", "realm_access.roles");
        entry.put("roles", Map.of("shopper", "customer", "clerk", "staff"));
        change.accept(entry);
        try {
            Path file = Files.createTempFile("polyrpc-issuers-", ".json");
            file.toFile().deleteOnExit();
            return Files.write(file, json(List.of(entry)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file as it is for this realm. */
    public Path profile() {
        return profile(entry -> {});
    }

    @Override
    public void close() {
        server.close();
    }

    String jwks() {
        Map<String, Object> forSecrets =
                jwk(encryption, "enc", "RSA-OAEP", "9n0d1dSg2GXoTc0QBzRyn1CWxA1H6O3dzvnyGb9RbAk");
        return new String(
                json(Map.of("keys", List.of(forSecrets, jwk(signing, "sig", "RS256", KEY_ID)))),
                StandardCharsets.UTF_8);
    }

    private static Map<String, Object> jwk(KeyPair pair, String use, String algorithm, String id) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("kid", id);
        jwk.put("kty", "RSA");
        jwk.put("alg", algorithm);
        jwk.put("use", use);
        jwk.put("x5c", List.of("MIICmzCCAYMCBgGN")); // there is one, but nobody looks at it
        jwk.put("x5t", "vDkbFmsxvOmBZpiXDmQW6WHXVks");
        jwk.put("n", encoded(unsigned(key.getModulus())));
        jwk.put("e", encoded(unsigned(key.getPublicExponent())));
        return jwk;
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private Map<String, Object> accessToken() {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("exp", now + LIFETIME_SECONDS);
        claims.put("iat", now);
        claims.put("auth_time", now);
        claims.put("jti", "onrtac:" + UUID.randomUUID());
        claims.put("iss", issuer());
        claims.put("aud", List.of("gateway.polyrpc.test", "account"));
        claims.put("sub", "4d1a3c0e-7c41-4fdb-8fd0-3b0f6ed6a1a7");
        claims.put("typ", "Bearer");
        claims.put("azp", "web-shop");
        claims.put("sid", UUID.randomUUID().toString());
        claims.put("acr", "1");
        claims.put("allowed-origins", List.of("https://shop.test"));
        claims.put(
                "realm_access",
                Map.of("roles", List.of("default-roles-shop", "offline_access", "uma_authorization", "shopper")));
        claims.put("resource_access", Map.of("account", Map.of("roles", List.of("manage-account", "view-profile"))));
        claims.put("scope", "openid profile email product:read returns:read returns:write");
        claims.put("email_verified", true);
        claims.put("preferred_username", "alice");
        claims.put("email", "alice@shop.test");
        return claims;
    }

    private static byte[] json(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
