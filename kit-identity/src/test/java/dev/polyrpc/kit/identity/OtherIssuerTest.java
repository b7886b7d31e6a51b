package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsonwebtoken.Jwts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtherIssuerTest {
    private static final String THEIRS = "https://login.test/realms/shop";
    private static final String SUBJECT = "4d1a3c0e-7c41-4fdb-8fd0-3b0f6ed6a1a7";
    private static final KeyPair PAIR = Jwts.SIG.RS256.keyPair().build();
    private static final KeySource THEIR_KEYS = KeySource.of(new VerificationKey("theirs", "RS256", PAIR.getPublic()));

    private final Forge forge = new Forge(VerifierFixture.NOW);
    private final TokenVerifier verifier = believing(THEIR_KEYS, "product-mgmt");

    @AfterEach
    void stop() {
        verifier.close();
    }

    @Test
    void verify_goodToken_isWhatTheProfileTakesOfIt() {
        Caller caller = caller(token(claims -> {}));

        assertThat(caller.subject()).isEqualTo("keycloak:" + SUBJECT);
        assertThat(caller.client()).isEqualTo("keycloak:web-shop");
        assertThat(caller.scopes()).containsExactlyInAnyOrder("product:read", "returns:read");
        assertThat(caller.roles()).containsExactly("customer");
        assertThat(caller.actors()).isEmpty();
        assertThat(caller.id()).isEqualTo("keycloak:j-1");
    }

    @Test
    void verify_subjectOfOurs_isNotThatSubject() { // TOK-26
        for (String subject : List.of("alice", "return", "keycloak:alice")) {
            assertThat(caller(token(claims -> claims.put("sub", subject))).subject())
                    .isEqualTo("keycloak:" + subject);
        }
        assertThat(caller(token(claims -> claims.put("client_id", "gateway"))).client())
                .isEqualTo("keycloak:gateway");
        assertThat(caller(forge.good()).subject()).isEqualTo("alice");
    }

    @Test
    void verify_keyOfTheOtherIssuer_isRefused() { // TOK-27
        refused(forge.withClaims(claims -> claims.put("iss", THEIRS)));
        refused(forge.token(header -> header.put("typ", "JWT"), claims -> claims.put("iss", THEIRS)));
        refused(token(header -> header.put("typ", "at+jwt"), claims -> {
            claims.put("iss", Forge.ISSUER);
            claims.put("client_id", "alice");
        }));
        refused(token(header -> header.put("kid", "key-1"), claims -> {}));
    }

    @Test
    void verify_keysOfOneIdAtBoth_areEachTheirIssuers() { // TOK-27
        KeySource sameId = KeySource.of(new VerificationKey("key-1", "RS256", PAIR.getPublic()));
        try (TokenVerifier both = believing(sameId, "product-mgmt")) {
            String theirs = token(header -> header.put("kid", "key-1"), claims -> {});
            assertThat(both.verify(theirs).toCompletableFuture().join().subject())
                    .startsWith("keycloak:");
            assertThat(both.verify(forge.good()).toCompletableFuture().join().subject())
                    .isEqualTo("alice");
            VerifierFixture.assertRefused(both, forge.withClaims(claims -> claims.put("iss", THEIRS)), "TOKEN_INVALID");
        }
    }

    @Test
    void verify_notAnAccessToken_isRefused() { // TOK-30
        refused(token(claims -> claims.put("typ", "ID")));
        refused(token(claims -> claims.remove("typ")));
        refused(token(header -> header.put("typ", "at+jwt"), claims -> {}));
        refused(token(header -> header.remove("typ"), claims -> {}));
        refused(token(header -> header.put("typ", "logout+jwt"), claims -> {}));
    }

    @Test
    void verify_powerBeyondTheProfile_isPassedOver() { // TOK-31
        Caller caller = caller(token(claims -> {
            claims.put("scope", "returns:read stock:quarantine stock:settle returns:inspect");
            claims.put("realm_access", Map.of("roles", List.of("staff", "admin")));
            claims.put("roles", List.of("staff"));
        }));

        assertThat(caller.scopes()).containsExactly("returns:read");
        assertThat(caller.roles()).isEmpty();
        assertThat(caller(token(claims -> claims.remove("realm_access"))).roles())
                .isEmpty();
        assertThat(caller(token(claims -> claims.remove("scope"))).scopes()).isEmpty();
    }

    @Test
    void verify_claimsOdd_isRefused() {
        refused(token(claims -> claims.put("aud", List.of("account"))));
        refused(token(claims -> claims.put("aud", "*.polyrpc.test")));
        refused(token(claims -> claims.put("exp", VerifierFixture.NOW.getEpochSecond() + 301)));
        refused(token(claims -> claims.put("iat", VerifierFixture.NOW.getEpochSecond() + 31)));
        refused(token(claims -> claims.put("sub", "x".repeat(120))));
        refused(token(claims -> claims.remove("sub")));
        refused(token(claims -> claims.remove("azp")));
        refused(token(claims -> claims.put("scope", List.of("returns:read"))));
        refused(token(claims -> claims.put("realm_access", Map.of("roles", "shopper"))));
        refused(token(claims -> claims.put("act", Map.of("sub", "gateway"))));
        refused(token(claims -> claims.put("iss", THEIRS + "/")));
    }

    @Test
    void verify_whereItIsNotTheRecipient_isRefused() { // TOK-33
        try (TokenVerifier elsewhere = believing(THEIR_KEYS, "gateway");
                TokenVerifier strict = VerifierFixture.at(forge, VerifierFixture.NOW)) {
            VerifierFixture.assertRefused(elsewhere, token(claims -> {}), "TOKEN_INVALID");
            VerifierFixture.assertRefused(strict, token(claims -> {}), "TOKEN_INVALID");
        }
    }

    @Test
    void create_ourIssuerAmongTheOthers_throws() {
        OtherIssuer ours = new OtherIssuer(profile("product-mgmt", Forge.ISSUER), THEIR_KEYS);

        assertThatThrownBy(() -> TokenVerifier.create(VerifierFixture.CONFIG, THEIR_KEYS, List.of(ours)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private TokenVerifier believing(KeySource theirKeys, String recipient) {
        return TokenVerifier.create(
                VerifierFixture.CONFIG,
                KeySource.of(forge.key),
                List.of(new OtherIssuer(profile(recipient, THEIRS), theirKeys)),
                VerifierFixture.clock());
    }

    private static IssuerProfile profile(String recipient, String issuer) {
        return new IssuerProfile(
                "keycloak",
                issuer,
                URI.create(issuer + "/certs"),
                null,
                Forge.AUDIENCE,
                recipient,
                Set.of("jwt"),
                Set.of("RS256"),
                Duration.ofMinutes(5),
                Map.of("typ", "Bearer"),
                Set.of("product:read", "returns:read"),
                "scope",
                "realm_access.roles",
                Map.of("shopper", "customer"));
    }

    private Caller caller(String token) {
        return verifier.verify(token).toCompletableFuture().join();
    }

    private void refused(String token) {
        VerifierFixture.assertRefused(verifier, token, "TOKEN_INVALID");
    }

    private String token(Consumer<Map<String, Object>> claims) {
        return token(header -> {}, claims);
    }

    /** Of Keycloak's shape. */
    private String token(Consumer<Map<String, Object>> header, Consumer<Map<String, Object>> claims) {
        long now = VerifierFixture.NOW.getEpochSecond();
        Map<String, Object> head = new LinkedHashMap<>(Map.of("alg", "RS256", "typ", "JWT", "kid", "theirs"));
        header.accept(head);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("exp", now + 300);
        body.put("iat", now);
        body.put("jti", "j-1");
        body.put("iss", THEIRS);
        body.put("aud", List.of(Forge.AUDIENCE, "account"));
        body.put("sub", SUBJECT);
        body.put("typ", "Bearer");
        body.put("azp", "web-shop");
        body.put("realm_access", Map.of("roles", List.of("offline_access", "shopper")));
        body.put("scope", "openid profile product:read returns:read");
        claims.accept(body);
        return Jwts.builder()
                .header()
                .add(head)
                .and()
                .content(forge.json(body).getBytes(StandardCharsets.UTF_8))
                .signWith(PAIR.getPrivate(), Jwts.SIG.RS256)
                .compact();
    }
}
