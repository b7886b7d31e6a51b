package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class GatewayTokenTest {
    private static final String GOOD_AUDIENCE = "gateway.polyrpc.test";
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<Arguments> badTokens() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                bad("alg none", "TOKEN_INVALID", header -> header.put("alg", "none"), good -> {}), // TOK-4
                bad("expired", "TOKEN_EXPIRED", times(now - 400, now - 100)), // TOK-13
                bad("issuer", "TOKEN_INVALID", claims -> claims.put("iss", "https://elsewhere")), // TOK-16
                bad("no audience", "TOKEN_INVALID", claims -> claims.remove("aud")), // TOK-17
                bad("odd pattern", "TOKEN_INVALID", claims -> claims.put("aud", "*.*.test")), // TOK-17
                bad("other audience", "TOKEN_INVALID", claims -> claims.put("aud", "return.polyrpc.test"))); // TOK-21
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void token_bad_is401(
            String name, String reason, Consumer<Map<String, Object>> header, Consumer<Map<String, Object>> claims) {
        String token = gateway.issuer.token(header, claims);
        HttpResponse<String> answer = ask("Bearer " + token);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate").orElse("")).startsWith("Bearer ");
        assertThat(GatewayUnderTest.json(answer).at("/errors/0/extensions/code").asText())
                .isEqualTo("UNAUTHENTICATED");
        assertThat(GatewayUnderTest.json(answer)
                        .at("/errors/0/extensions/reason")
                        .asText())
                .isEqualTo(reason);
        assertThat(answer.body()).doesNotContain(token);
    }

    @Test
    void token_missing_is401() { // TOK-1
        HttpResponse<String> answer = gateway.send(HttpRequest.newBuilder(gateway.uri(""))
                .header("content-type", "application/json")
                .POST(GatewayUnderTest.body("{ __typename }", Map.of()))
                .build());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate")).isPresent();
    }

    @Test
    void token_patternOfOneLabel_isGood() { // TOK-17
        String token = gateway.issuer.token("auditor", "*.polyrpc.test", "product:read");

        assertThat(ask("Bearer " + token).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> ask(String authorization) {
        return gateway.send(gateway.request()
                .setHeader("authorization", authorization)
                .POST(GatewayUnderTest.body("{ __typename }", Map.of()))
                .build());
    }

    private static Consumer<Map<String, Object>> times(long iat, long exp) {
        return claims -> {
            claims.put("iat", iat);
            claims.put("exp", exp);
        };
    }

    private static Arguments bad(String name, String reason, Consumer<Map<String, Object>> claims) {
        return bad(name, reason, header -> {}, claims);
    }

    private static Arguments bad(
            String name, String reason, Consumer<Map<String, Object>> header, Consumer<Map<String, Object>> claims) {
        Consumer<Map<String, Object>> good = body -> body.put("aud", GOOD_AUDIENCE);
        return Arguments.of(name, reason, header, good.andThen(claims));
    }
}
