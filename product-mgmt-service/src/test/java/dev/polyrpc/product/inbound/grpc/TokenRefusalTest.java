package dev.polyrpc.product.inbound.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.kit.testing.TestCertificates;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that must be refused, from a peer that may call. */
class TokenRefusalTest {
    @TempDir
    static Path directory;

    private static ProductWire wire;

    @BeforeAll
    static void start() throws IOException {
        wire = ProductWire.start(directory);
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    @Test
    void missing_isRefused() { // TOK-1
        assertInvalid();
    }

    @Test
    void twice_isRefused() { // TOK-2
        String authorization = "Bearer " + wire.goodToken();
        assertInvalid(authorization, authorization);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic %s", "%s", "Bearer  %s", "Bearer%s", "Bearer\t%s", "Bearer %s,", "Bearer %s x"})
    void otherForm_isRefused(String form) { // TOK-3
        assertInvalid(form.formatted(wire.goodToken()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE"})
    void unsigned_isRefused(String algorithm) { // TOK-4
        String[] parts = wire.goodToken().split("\\.", -1);
        String header = "{\"alg\":\"%s\",\"typ\":\"at+jwt\",\"kid\":\"test-key\"}".formatted(algorithm);
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8));
        assertInvalid("Bearer " + encoded + "." + parts[1] + ".");
        assertInvalid("Bearer " + encoded + "." + parts[1] + "." + parts[2]);
    }

    @Test
    void longPast_isExpired() { // TOK-13
        long now = Instant.now().getEpochSecond();
        StatusRuntimeException refusal = refused("Bearer "
                + token(claims -> {
                    claims.put("iat", now - 300);
                    claims.put("exp", now - 60);
                }));
        assertThat(Statuses.failure(refusal).reason()).isEqualTo("TOKEN_EXPIRED");
    }

    @Test
    void otherIssuer_isRefused() { // TOK-16
        assertInvalid("Bearer " + token(claims -> claims.put("iss", "https://localhost:1")));
        assertInvalid("Bearer " + token(claims -> claims.remove("iss")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return.polyrpc.test",
                "product-mgmt",
                "product-mgmt.polyrpc.test.evil",
                "*",
                "*.test",
                "*.*.polyrpc.test",
                "product-*.polyrpc.test",
                "x.*.polyrpc.test",
                ""
            })
    void otherAudience_isRefused(String audience) { // TOK-17
        assertInvalid("Bearer " + token(claims -> claims.put("aud", audience)));
    }

    @Test
    void noAudience_isRefused() { // TOK-17
        assertInvalid("Bearer " + token(claims -> claims.remove("aud")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"return", "gateway"})
    void goodTokenOfAnotherService_isRefused(String audience) { // TOK-21
        assertInvalid("Bearer " + wire.issuer.staffToken("warehouse", audience, "product:write", "stock:adjust"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"product:read product:write", "stock:adjus", "stock:adjust2", "STOCK:ADJUST"})
    void scopeMissing_isDenied(String scopes) { // TOK-23
        StatusRuntimeException refusal = refused("Bearer " + token(claims -> claims.put("scope", scopes)));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(Statuses.failure(refusal).reason()).isEqualTo("SCOPE_MISSING");
    }

    @Test
    void patternOfOneLabel_isServed() {
        String token = token(claims -> claims.put("aud", "*.polyrpc.test"));
        assertThat(wire.products(TestCertificates.identity("warehouse"), token)
                        .adjustInventory(ProductWire.change())
                        .hasEvent())
                .isTrue();
    }

    /** A good token but for the change. */
    private static String token(Consumer<Map<String, Object>> change) {
        return wire.issuer.token(claims -> {
            claims.put("sub", "warehouse");
            claims.put("client_id", "warehouse");
            claims.put("aud", "product-mgmt.polyrpc.test");
            claims.put("scope", "stock:adjust");
            change.accept(claims);
        });
    }

    private static void assertInvalid(String... authorizations) {
        StatusRuntimeException refusal = refused(authorizations);
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(Statuses.failure(refusal).reason()).isEqualTo("TOKEN_INVALID");
        assertThat(refusal).hasMessage("UNAUTHENTICATED: the access token is missing or refused");
    }

    private static StatusRuntimeException refused(String... authorizations) {
        return wire.refused(() -> catchThrowableOfType(
                StatusRuntimeException.class,
                () -> wire.authorized(TestCertificates.identity("warehouse").grpcClient("product-mgmt"), authorizations)
                        .adjustInventory(ProductWire.change())));
    }
}
