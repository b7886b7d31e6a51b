package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final VerifierConfig CONFIG = new VerifierConfig(Forge.ISSUER, Forge.AUDIENCE);

    private final Forge forge = new Forge(NOW);
    private final TokenVerifier verifier = verifierAt(NOW);

    @AfterEach
    void stop() {
        verifier.close();
    }

    @Test
    void verify_goodToken_isItsCaller() {
        String token = forge.withClaims(claims -> {
            claims.put("roles", List.of("staff"));
            claims.put("act", Map.of("sub", "return", "act", Map.of("sub", "gateway")));
        });

        Caller caller = verify(token);

        assertThat(caller.subject()).isEqualTo("alice");
        assertThat(caller.client()).isEqualTo("alice");
        assertThat(caller.has("returns:read")).isTrue();
        assertThat(caller.has("returns")).isFalse();
        assertThat(caller.staff()).isTrue();
        assertThat(caller.actors()).containsExactly("return", "gateway");
        assertThat(caller.expiry()).isEqualTo(NOW.plusSeconds(300));
        assertThat(caller.token()).isEqualTo(token);
    }

    @Test
    void caller_asText_holdsNoToken() { // TOK-25
        Caller caller = verify(forge.good());

        assertThat(caller.toString()).contains("alice").doesNotContain(caller.token());
    }

    @Test
    void verify_algNone_isRefused() { // TOK-4
        for (String alg : List.of("none", "None", "NONE", "")) {
            String unsigned = unsigned(alg);
            assertRefused(unsigned + ".", "TOKEN_INVALID");
            assertRefused(unsigned + "." + signatureOf(forge.good()), "TOKEN_INVALID");
        }
    }

    @Test
    void verify_hmacWithThePublicKey_isRefused() throws GeneralSecurityException { // TOK-5
        byte[] der = forge.pair.getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
        for (byte[] secret : List.of(der, pem.getBytes(StandardCharsets.US_ASCII))) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String input = unsigned("HS256");
            assertRefused(
                    input + "." + Forge.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII))),
                    "TOKEN_INVALID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES384", "ES512", "RS256", "PS256", "EdDSA", "HS256", "es256", "ES256K"})
    void verify_algorithmOtherThanTheKeys_isRefused(String algorithm) { // TOK-6
        assertRefused(forge.withHeader(header -> header.put("alg", algorithm)), "TOKEN_INVALID");
    }

    @Test
    void verify_keyIdHostile_isRefused() { // TOK-7
        for (Object keyId :
                List.of("key-2", "", "../../etc/passwd", "' or 1=1 --", "k".repeat(200), 7, List.of("key-1"))) {
            assertRefused(forge.withHeader(header -> header.put("kid", keyId)), "TOKEN_INVALID");
        }
        assertRefused(forge.withHeader(header -> header.remove("kid")), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwk", "jku", "x5u", "x5c", "x5t", "cty"})
    void verify_keyInTheHeader_isRefused(String name) { // TOK-8
        assertRefused(forge.withHeader(header -> header.put(name, "https://evil.test/")), "TOKEN_INVALID");
    }

    @Test
    void verify_critical_isRefused() { // TOK-9
        assertRefused(forge.withHeader(header -> header.put("crit", List.of("exp"))), "TOKEN_INVALID");
        assertRefused(forge.withHeader(header -> header.put("crit", List.of())), "TOKEN_INVALID");
        assertRefused(forge.withHeader(header -> header.put("b64", false)), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEF", "GZIP"})
    void verify_compressed_isRefused(String zip) { // TOK-10
        assertRefused(forge.withHeader(header -> header.put("zip", zip)), "TOKEN_INVALID");
    }

    @Test
    void verify_otherType_isRefused() { // TOK-11
        for (Object type : List.of("JWT", "jwt", "", "at+jwt ", "id+jwt", "logout+jwt", 1)) {
            assertRefused(forge.withHeader(header -> header.put("typ", type)), "TOKEN_INVALID");
        }
        assertRefused(forge.withHeader(header -> header.remove("typ")), "TOKEN_INVALID");
        assertThat(verify(forge.withHeader(header -> header.put("typ", "application/at+jwt")))
                        .subject())
                .isEqualTo("alice");
    }

    @Test
    void verify_expiryAbsentOrNoNumber_isRefused() { // TOK-12
        long expiry = NOW.getEpochSecond() + 300;
        for (Object exp : List.of("" + expiry, true, List.of(expiry), expiry + 0.5, -1, Map.of(), "never")) {
            assertRefused(forge.withClaims(claims -> claims.put("exp", exp)), "TOKEN_INVALID");
        }
        assertRefused(
                forge.withClaims(claims -> claims.put("exp", new java.math.BigInteger("9".repeat(40)))),
                "TOKEN_INVALID");
        assertRefused(forge.withClaims(claims -> claims.remove("exp")), "TOKEN_INVALID");
        assertRefused(forge.withClaims(claims -> claims.put("exp", null)), "TOKEN_INVALID");
    }

    @Test
    void verify_expired_isTokenExpired() { // TOK-13
        String token = forge.good();
        try (TokenVerifier within = verifierAt(NOW.plusSeconds(329));
                TokenVerifier beyond = verifierAt(NOW.plusSeconds(330))) {
            assertThat(within.verify(token).toCompletableFuture().join().subject())
                    .isEqualTo("alice");
            assertThat(within.cached(token)).isNull();
            assertRefused(beyond, token, "TOKEN_EXPIRED");
        }
    }

    @Test
    void cached_expired_isForgotten() { // TOK-13
        String token = forge.good();
        TestClock clock = new TestClock();
        try (TokenVerifier moving = TokenVerifier.create(CONFIG, KeySource.of(forge.key), clock)) {
            moving.verify(token).toCompletableFuture().join();
            clock.pass(Duration.ofSeconds(299));
            assertThat(moving.cached(token)).isNotNull();
            clock.pass(Duration.ofSeconds(1));
            assertThat(moving.cached(token)).isNull();
            clock.pass(Duration.ofSeconds(30));
            assertRefused(moving, token, "TOKEN_EXPIRED");
        }
    }

    @Test
    void verify_lifeOverTenMinutes_isRefused() { // TOK-14
        assertThat(verify(lasting(600)).subject()).isEqualTo("alice");
        assertRefused(lasting(601), "TOKEN_INVALID");
        assertRefused(forge.withClaims(claims -> claims.put("exp", Long.MAX_VALUE)), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iat", "nbf"})
    void verify_startsAhead_isRefused(String claim) { // TOK-15
        long now = NOW.getEpochSecond();
        assertThat(verify(forge.withClaims(claims -> claims.put(claim, now + 30)))
                        .subject())
                .isEqualTo("alice");
        assertRefused(forge.withClaims(claims -> claims.put(claim, now + 31)), "TOKEN_INVALID");
        assertRefused(forge.withClaims(claims -> claims.put(claim, "" + now)), "TOKEN_INVALID");
    }

    @Test
    void verify_startUnknown_isRefused() { // TOK-14
        assertRefused(forge.withClaims(claims -> claims.remove("iat")), "TOKEN_INVALID");
    }

    @Test
    void verify_otherIssuer_isRefused() { // TOK-16
        for (Object issuer : List.of("https://issuer.test/", "https://ISSUER.test", "", 1, List.of(Forge.ISSUER))) {
            assertRefused(forge.withClaims(claims -> claims.put("iss", issuer)), "TOKEN_INVALID");
        }
        assertRefused(forge.withClaims(claims -> claims.remove("iss")), "TOKEN_INVALID");
    }

    @Test
    void verify_audienceWrong_isRefused() { // TOK-17
        for (Object audience : List.of(
                "",
                "*",
                "*.*.test",
                "**.polyrpc.test",
                "product-*.polyrpc.test",
                "*.product-mgmt.polyrpc.test",
                "*.test",
                "polyrpc.test",
                "PRODUCT-MGMT.polyrpc.test",
                Forge.AUDIENCE + ".",
                1,
                Map.of("aud", Forge.AUDIENCE),
                List.of(),
                List.of(Forge.AUDIENCE, 1),
                List.of(List.of(Forge.AUDIENCE)))) {
            assertRefused(forge.withClaims(claims -> claims.put("aud", audience)), "TOKEN_INVALID");
        }
        assertRefused(forge.withClaims(claims -> claims.remove("aud")), "TOKEN_INVALID");
    }

    @Test
    void verify_audienceListOrPattern_isAccepted() { // TOK-17
        for (Object audience : List.of(Forge.AUDIENCE, List.of("x.polyrpc.test", Forge.AUDIENCE), "*.polyrpc.test")) {
            assertThat(verify(forge.withClaims(claims -> claims.put("aud", audience)))
                            .subject())
                    .isEqualTo("alice");
        }
    }

    @Test
    void verify_subjectAbsentOrMalformed_isRefused() { // TOK-18
        for (Object subject :
                List.of("", " ", "alice bob", "alice\n", "x".repeat(129), 7, List.of("alice"), "\u0430lice")) {
            assertRefused(forge.withClaims(claims -> claims.put("sub", subject)), "TOKEN_INVALID");
        }
        assertRefused(forge.withClaims(claims -> claims.remove("sub")), "TOKEN_INVALID");
        assertRefused(forge.withClaims(claims -> claims.remove("client_id")), "TOKEN_INVALID");
        assertRefused(forge.withClaims(claims -> claims.remove("jti")), "TOKEN_INVALID");
    }

    @Test
    void verify_nameTwice_isRefused() { // TOK-19
        String header = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"key-1\"}";
        String claims =
                "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"alice\",\"client_id\":\"alice\",\"jti\":\"1\",\"iat\":%d,\"exp\":%d"
                        .formatted(Forge.ISSUER, Forge.AUDIENCE, NOW.getEpochSecond(), NOW.getEpochSecond() + 300);

        assertThat(verify(forge.sign(header, claims + "}")).subject()).isEqualTo("alice");
        assertRefused(forge.sign(header, claims + ",\"sub\":\"bob\"}"), "TOKEN_INVALID");
        assertRefused(forge.sign(header, claims + ",\"s\\u0075b\":\"bob\"}"), "TOKEN_INVALID");
        assertRefused(forge.sign(header, claims + ",\"act\":{\"sub\":\"a\",\"sub\":\"b\"}}"), "TOKEN_INVALID");
        assertRefused(forge.sign(header, claims + "} {}"), "TOKEN_INVALID");
        assertRefused(forge.sign("{\"alg\":\"none\"," + header.substring(1), claims + "}"), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @MethodSource("respellings")
    void verify_otherSpelling_isRefused(Respelling respelling) { // TOK-20
        assertRefused(respelling.of(forge.good()), "TOKEN_INVALID");
    }

    static Stream<Respelling> respellings() {
        return Stream.of(
                token -> token + "=",
                token -> token + "==",
                token -> token + "\n",
                token -> " " + token,
                token -> token.replaceFirst("\\.", ".\r\n"),
                token -> token.replaceFirst("\\.", "=."),
                token -> token + ".",
                token -> "." + token,
                token -> token + "." + signatureOf(token),
                token -> token.substring(0, token.lastIndexOf('.')),
                token -> token.substring(0, token.length() - 1),
                token -> token.substring(0, token.lastIndexOf('.') + 1),
                TokenVerifierTest::withSpareBit,
                token -> token.replace('.', ','),
                token -> "",
                token -> "..",
                token -> token + "A".repeat(8000));
    }

    @Test
    void verify_tokenOfAnotherAudience_isRefusedThoughGoodThere() { // TOK-21
        String token = forge.withClaims(claims -> claims.put("aud", "return.polyrpc.test"));
        VerifierConfig there = new VerifierConfig(Forge.ISSUER, "return.polyrpc.test");
        try (TokenVerifier other = TokenVerifier.create(there, KeySource.of(forge.key), clockAt(NOW))) {
            assertThat(other.verify(token).toCompletableFuture().join().subject())
                    .isEqualTo("alice");
        }
        assertRefused(token, "TOKEN_INVALID");
    }

    @Test
    void verify_boundToken_isRefused() { // TOK-22
        assertRefused(forge.withClaims(claims -> claims.put("cnf", Map.of("x5t#S256", "abc"))), "TOKEN_INVALID");
    }

    @Test
    void verify_signatureOfAnotherKeyOrText_isRefused() {
        assertRefused(new Forge(NOW).good(), "TOKEN_INVALID");
        String[] good = forge.good().split("\\.", -1);
        String[] other = forge.withClaims(claims -> claims.put("sub", "bob")).split("\\.", -1);
        assertRefused(good[0] + "." + other[1] + "." + good[2], "TOKEN_INVALID");
        assertRefused(good[0] + "." + good[1] + "." + Forge.encode(new byte[64]), "TOKEN_INVALID");
    }

    @Test
    void verify_claimsOdd_isRefused() {
        assertRefused(forge.withClaims(claims -> claims.put("scope", List.of("a"))), "TOKEN_INVALID");
        assertRefused(forge.withClaims(claims -> claims.put("scope", "a  b")), "TOKEN_INVALID");
        assertRefused(forge.withClaims(claims -> claims.put("roles", "staff")), "TOKEN_INVALID");
        assertRefused(forge.withClaims(claims -> claims.put("roles", List.of(1))), "TOKEN_INVALID");
        assertRefused(forge.withClaims(claims -> claims.put("act", "gateway")), "TOKEN_INVALID");
        assertRefused(forge.sign("[]", "[]"), "TOKEN_INVALID");
    }

    @Test
    void verify_actorsDeeperThanFour_isRefused() {
        Map<String, Object> act = Map.of("sub", "a");
        for (int depth = 2; depth <= 5; depth++) {
            act = Map.of("sub", "a", "act", act);
        }
        Map<String, Object> five = act;
        assertRefused(forge.withClaims(claims -> claims.put("act", five)), "TOKEN_INVALID");
    }

    @Test
    void verify_sameTokenManyTimesAtOnce_asksForTheKeyOnce() {
        CompletableFuture<Optional<VerificationKey>> answer = new CompletableFuture<>();
        AtomicInteger asked = new AtomicInteger();
        KeySource slow = new KeySource() {
            @Override
            public CompletionStage<Optional<VerificationKey>> find(String id) {
                asked.incrementAndGet();
                return answer;
            }

            @Override
            public boolean ready() {
                return true;
            }
        };
        try (TokenVerifier waiting = TokenVerifier.create(CONFIG, slow, clockAt(NOW))) {
            String token = forge.good();
            List<CompletionStage<Caller>> callers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                callers.add(waiting.verify(token));
            }
            answer.complete(Optional.of(forge.key));

            assertThat(callers)
                    .extracting(caller -> caller.toCompletableFuture().join().subject())
                    .containsOnly("alice");
            assertThat(asked).hasValue(1);
            assertThat(waiting.cached(token)).isNotNull();
        }
    }

    private Caller verify(String token) {
        return verifier.verify(token).toCompletableFuture().join();
    }

    private void assertRefused(String token, String reason) {
        assertRefused(verifier, token, reason);
    }

    private static void assertRefused(TokenVerifier verifier, String token, String reason) {
        CompletionException thrown = catchThrowableOfType(
                CompletionException.class,
                () -> verifier.verify(token).toCompletableFuture().join());
        assertThat(thrown).as(token).isNotNull();
        assertThat(thrown.getCause())
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHENTICATED);
                    assertThat(failure.reason()).isEqualTo(reason);
                })
                .hasMessage("the access token is missing or refused");
        assertThat(verifier.cached(token)).isNull();
    }

    private String lasting(long seconds) {
        return forge.withClaims(claims -> claims.put("exp", NOW.getEpochSecond() + seconds));
    }

    private String unsigned(String alg) {
        String token = forge.withHeader(header -> header.put("alg", alg));
        return token.substring(0, token.lastIndexOf('.'));
    }

    private TokenVerifier verifierAt(Instant now) {
        return TokenVerifier.create(CONFIG, KeySource.of(forge.key), clockAt(now));
    }

    private static Clock clockAt(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private static String signatureOf(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    /** The last character of 64 bytes in base64 holds 4 bits that decode to nothing. */
    private static String withSpareBit(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        String respelt = token.substring(0, token.length() - 1) + alphabet.charAt(last + 1);
        byte[] one = Base64.getUrlDecoder().decode(signatureOf(token).getBytes(StandardCharsets.US_ASCII));
        byte[] two = Base64.getUrlDecoder().decode(signatureOf(respelt).getBytes(StandardCharsets.US_ASCII));
        assertThat(Arrays.equals(one, two)).isTrue();
        return respelt;
    }

    interface Respelling {
        String of(String token);
    }
}
