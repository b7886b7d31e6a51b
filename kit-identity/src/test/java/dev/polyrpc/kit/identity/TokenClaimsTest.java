package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.failure.Failure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {
    private final VerifierFixture verifier = new VerifierFixture();
    private final Forge forge = verifier.forge;

    @AfterEach
    void stop() {
        verifier.close();
    }

    @Test
    void verify_expiryAbsentOrNoNumber_isRefused() { // TOK-12
        long expiry = VerifierFixture.NOW.getEpochSecond() + 300;
        for (Object exp : List.of("" + expiry, true, List.of(expiry), expiry + 0.5, -1, Map.of(), "never")) {
            verifier.assertRefused(forge.withClaims(claims -> claims.put("exp", exp)), "TOKEN_INVALID");
        }
        verifier.assertRefused(
                forge.withClaims(claims -> claims.put("exp", new java.math.BigInteger("9".repeat(40)))),
                "TOKEN_INVALID");
        verifier.assertRefused(forge.withClaims(claims -> claims.remove("exp")), "TOKEN_INVALID");
        verifier.assertRefused(forge.withClaims(claims -> claims.put("exp", null)), "TOKEN_INVALID");
    }

    @Test
    void verify_lifeOverTenMinutes_isRefused() { // TOK-14
        assertThat(verifier.verify(lasting(600)).subject()).isEqualTo("alice");
        verifier.assertRefused(lasting(601), "TOKEN_INVALID");
        verifier.assertRefused(forge.withClaims(claims -> claims.put("exp", Long.MAX_VALUE)), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iat", "nbf"})
    void verify_startsAhead_isRefused(String claim) { // TOK-15
        long now = VerifierFixture.NOW.getEpochSecond();
        assertThat(verifier.verify(forge.withClaims(claims -> claims.put(claim, now + 30)))
                        .subject())
                .isEqualTo("alice");
        verifier.assertRefused(forge.withClaims(claims -> claims.put(claim, now + 31)), "TOKEN_INVALID");
        verifier.assertRefused(forge.withClaims(claims -> claims.put(claim, "" + now)), "TOKEN_INVALID");
    }

    @Test
    void verify_startUnknown_isRefused() { // TOK-14
        verifier.assertRefused(forge.withClaims(claims -> claims.remove("iat")), "TOKEN_INVALID");
    }

    @Test
    void verify_otherIssuer_isRefused() { // TOK-16
        for (Object issuer : List.of("https://issuer.test/", "https://ISSUER.test", "", 1, List.of(Forge.ISSUER))) {
            verifier.assertRefused(forge.withClaims(claims -> claims.put("iss", issuer)), "TOKEN_INVALID");
        }
        verifier.assertRefused(forge.withClaims(claims -> claims.remove("iss")), "TOKEN_INVALID");
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
            verifier.assertRefused(forge.withClaims(claims -> claims.put("aud", audience)), "TOKEN_INVALID");
        }
        verifier.assertRefused(forge.withClaims(claims -> claims.remove("aud")), "TOKEN_INVALID");
    }

    @Test
    void verify_audienceListOrPattern_isAccepted() { // TOK-17
        for (Object audience : List.of(Forge.AUDIENCE, List.of("x.polyrpc.test", Forge.AUDIENCE), "*.polyrpc.test")) {
            assertThat(verifier.verify(forge.withClaims(claims -> claims.put("aud", audience)))
                            .subject())
                    .isEqualTo("alice");
        }
    }

    @Test
    void verify_subjectAbsentOrMalformed_isRefused() { // TOK-18
        for (Object subject :
                List.of("", " ", "alice bob", "alice\n", "x".repeat(129), 7, List.of("alice"), "\u0430lice")) {
            verifier.assertRefused(forge.withClaims(claims -> claims.put("sub", subject)), "TOKEN_INVALID");
        }
        verifier.assertRefused(forge.withClaims(claims -> claims.remove("sub")), "TOKEN_INVALID");
        verifier.assertRefused(forge.withClaims(claims -> claims.remove("client_id")), "TOKEN_INVALID");
        verifier.assertRefused(forge.withClaims(claims -> claims.remove("jti")), "TOKEN_INVALID");
    }

    @Test
    void verify_nameTwice_isRefused() { // TOK-19
        String header = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"key-1\"}";
        String claims =
                "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"alice\",\"client_id\":\"alice\",\"jti\":\"1\",\"iat\":%d,\"exp\":%d"
                        .formatted(
                                Forge.ISSUER,
                                Forge.AUDIENCE,
                                VerifierFixture.NOW.getEpochSecond(),
                                VerifierFixture.NOW.getEpochSecond() + 300);

        assertThat(verifier.verify(forge.sign(header, claims + "}")).subject()).isEqualTo("alice");
        verifier.assertRefused(forge.sign(header, claims + ",\"sub\":\"bob\"}"), "TOKEN_INVALID");
        verifier.assertRefused(forge.sign(header, claims + ",\"s\\u0075b\":\"bob\"}"), "TOKEN_INVALID");
        verifier.assertRefused(forge.sign(header, claims + ",\"act\":{\"sub\":\"a\",\"sub\":\"b\"}}"), "TOKEN_INVALID");
        verifier.assertRefused(forge.sign(header, claims + "} {}"), "TOKEN_INVALID");
        verifier.assertRefused(forge.sign("{\"alg\":\"none\"," + header.substring(1), claims + "}"), "TOKEN_INVALID");
    }

    @Test
    void verify_boundToken_isTheHoldersAlone() { // TOK-22
        String held = Forge.encode(new byte[32]);
        Caller bound = verifier.verify(bound(Map.of("x5t#S256", held)));

        assertThat(bound.certificate()).isEqualTo(held);
        bound.requireHeldBy(held);
        for (String other : new String[] {null, "", held + "A", Forge.encode(new byte[31])}) {
            assertThatThrownBy(() -> bound.requireHeldBy(other))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.reason()).isEqualTo("TOKEN_INVALID"));
        }
        verifier.verify(forge.good()).requireHeldBy(null);
    }

    @Test
    void verify_boundByOtherMeans_isRefused() { // TOK-32
        String held = Forge.encode(new byte[32]);
        for (Object means : List.of(
                Map.of(),
                List.of(held),
                held,
                Map.of("x5t#S256", "abc"),
                Map.of("x5t#S256", held + "="),
                Map.of("x5t#S256", held.substring(1) + "B"),
                Map.of("x5t#S256", 1),
                Map.of("jkt", held),
                Map.of("x5t#S256", held, "jkt", held),
                Map.of("x5t", held))) {
            verifier.assertRefused(bound(means), "TOKEN_INVALID");
        }
        verifier.assertRefused(forge.withClaims(claims -> claims.put("cnf", null)), "TOKEN_INVALID");
    }

    private String bound(Object means) {
        return forge.withClaims(claims -> claims.put("cnf", means));
    }

    @Test
    void verify_claimsOdd_isRefused() {
        verifier.assertRefused(forge.withClaims(claims -> claims.put("scope", List.of("a"))), "TOKEN_INVALID");
        verifier.assertRefused(forge.withClaims(claims -> claims.put("scope", "a  b")), "TOKEN_INVALID");
        verifier.assertRefused(forge.withClaims(claims -> claims.put("roles", "staff")), "TOKEN_INVALID");
        verifier.assertRefused(forge.withClaims(claims -> claims.put("roles", List.of(1))), "TOKEN_INVALID");
        verifier.assertRefused(forge.withClaims(claims -> claims.put("act", "gateway")), "TOKEN_INVALID");
        verifier.assertRefused(forge.sign("[]", "[]"), "TOKEN_INVALID");
    }

    @Test
    void verify_actorsDeeperThanFour_isRefused() {
        Map<String, Object> act = Map.of("sub", "a");
        for (int depth = 2; depth <= 5; depth++) {
            act = Map.of("sub", "a", "act", act);
        }
        Map<String, Object> five = act;
        verifier.assertRefused(forge.withClaims(claims -> claims.put("act", five)), "TOKEN_INVALID");
    }

    private String lasting(long seconds) {
        return forge.withClaims(claims -> claims.put("exp", VerifierFixture.NOW.getEpochSecond() + seconds));
    }
}
