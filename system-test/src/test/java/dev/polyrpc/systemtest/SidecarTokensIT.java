package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.tls.Thumbprint;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a sidecar makes of callers and their tokens; that each bad one ends as it must, TokenProofIT sees, with sidecars too. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class SidecarTokensIT {
    private static final TestIssuer ISSUER = TestIssuer.start();
    private static final TestIssuer OTHER = TestIssuer.start();

    @RegisterExtension
    static final Landscape landscape = Landscape.trusting(ISSUER, Built.PRODUCT_MGMT);

    @AfterAll
    static void stop() {
        ISSUER.close();
        OTHER.close();
    }

    static Stream<Arguments> certain() {
        return Stream.of(
                Arguments.of("token-expired", bad("exp", -40), Verdict.TOKEN_EXPIRED),
                Arguments.of("token-invalid", bad("nbf", 90), Verdict.TOKEN_INVALID),
                Arguments.of(
                        "token-invalid", claims(it -> it.put("aud", "return.polyrpc.test")), Verdict.TOKEN_INVALID),
                Arguments.of("token-invalid", claims(it -> it.remove("exp")), Verdict.TOKEN_INVALID),
                Arguments.of("token-invalid", bad("exp", 3600), Verdict.TOKEN_INVALID),
                Arguments.of("token-invalid", good() + ".x", Verdict.TOKEN_INVALID),
                Arguments.of("token-invalid", "eA" + good().substring(good().indexOf('.')), Verdict.TOKEN_INVALID),
                Arguments.of("token-invalid", Forgery.withOtherClaims(good()), Verdict.TOKEN_INVALID));
    }

    @ParameterizedTest
    @MethodSource("certain")
    void call_certainlyBadToken_isRefusedBeforeTheService(String policy, String token, Verdict verdict) { // SIDE-9
        Sidecar sidecar = landscape.sidecar(Built.PRODUCT_MGMT);
        long refused = sidecar.stat("http.inbound.rbac.policy." + policy + ".denied");
        long forwarded = sidecar.stat("cluster.service.upstream_rq_total");
        assertThat(call(token)).isEqualTo(verdict);
        assertThat(sidecar.stat("http.inbound.rbac.policy." + policy + ".denied"))
                .isEqualTo(refused + 1);
        assertThat(sidecar.stat("cluster.service.upstream_rq_total")).isEqualTo(forwarded);
    }

    @Test
    void call_sameTokenAgain_isNotVerifiedAnew() {
        Sidecar sidecar = landscape.sidecar(Built.PRODUCT_MGMT);
        String token = good();
        call(token);
        long hits = sidecar.stat("http.inbound.jwt_authn.jwt_cache_hit");
        call(token);
        assertThat(sidecar.stat("http.inbound.jwt_authn.jwt_cache_hit")).isEqualTo(hits + 1);
    }

    static Stream<Arguments> uncommon() {
        return Stream.of(
                Arguments.of(
                        "for several services", claims(it -> it.put("aud", List.of("x", "product-mgmt.polyrpc.test")))),
                Arguments.of("for every service", claims(it -> it.put("aud", "*.polyrpc.test"))),
                Arguments.of("expired within the tolerance", bad("exp", -5)),
                Arguments.of("valid from soon on, within it", bad("nbf", 20)),
                Arguments.of("claims that nobody knows", claims(it -> it.put("x", Map.of("y", List.of(1, 2))))),
                Arguments.of(
                        "by a key that nobody knows", ISSUER.token(it -> it.put("kid", "x"), SidecarTokensIT::address)),
                Arguments.of("of another issuer, by a key of the same name", OTHER.token(SidecarTokensIT::address)),
                Arguments.of("an address as subject", claims(it -> it.put("sub", "a.b-c@d"))));
    }

    @ParameterizedTest
    @MethodSource("uncommon")
    void call_uncommonToken_isJudgedByTheServiceAlone(String what, String token) { // SIDE-9
        long forwarded = landscape.sidecar(Built.PRODUCT_MGMT).stat("cluster.service.upstream_rq_total");
        call(token);
        assertThat(landscape.sidecar(Built.PRODUCT_MGMT).stat("cluster.service.upstream_rq_total"))
                .as(what)
                .isEqualTo(forwarded + 1);
    }

    @Test
    void call_callerSaysItselfWhichCertificateItShows_isNotBelieved() { // TOK-22 SIDE-10
        String bob = Thumbprint.of(TestCertificates.identity("bob").leaf());
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("x-forwarded-client-cert", Metadata.ASCII_STRING_MARSHALLER),
                "Hash=%s;URI=spiffe://polyrpc.test/bob"
                        .formatted(
                                HexFormat.of().formatHex(Base64.getUrlDecoder().decode(bob))));
        Channel lying = ClientInterceptors.intercept(
                landscape.anonymous(Built.PRODUCT_MGMT, "alice"), MetadataUtils.newAttachHeadersInterceptor(headers));
        String bound = claims(it -> it.put("cnf", Map.of("x5t#S256", bob)));
        assertThat(GrpcTokenWire.products(lying).call(List.of("Bearer " + bound)))
                .isEqualTo(Verdict.TOKEN_INVALID);
    }

    @Test
    void call_peerOfAnotherTrustDomain_isRefusedBeforeTheService() { // TLS-9 SIDE-8
        Sidecar sidecar = landscape.sidecar(Built.PRODUCT_MGMT);
        long forwarded = sidecar.stat("cluster.service.upstream_rq_total");
        Refusals.assertRefused(
                () -> ProductMgmtServiceGrpc.newBlockingStub(landscape.badChannel(Built.PRODUCT_MGMT, "other-domain"))
                        .getProduct(Shop.get("any")),
                Status.Code.PERMISSION_DENIED,
                "PEER_ID_INVALID");
        assertThat(sidecar.stat("cluster.service.upstream_rq_total")).isEqualTo(forwarded);
    }

    private static Verdict call(String token) {
        return GrpcTokenWire.products(landscape).call(List.of("Bearer " + token));
    }

    private static String good() {
        return claims(it -> {});
    }

    private static String bad(String time, int seconds) {
        return claims(it -> it.put(time, Instant.now().getEpochSecond() + seconds));
    }

    private static void address(Map<String, Object> claims) {
        claims.put("aud", "product-mgmt.polyrpc.test");
    }

    private static String claims(Consumer<Map<String, Object>> change) {
        return ISSUER.token(claims -> {
            address(claims);
            claims.put("scope", "product:read");
            claims.put("iat", Instant.now().getEpochSecond() - 100);
            change.accept(claims);
        });
    }
}
