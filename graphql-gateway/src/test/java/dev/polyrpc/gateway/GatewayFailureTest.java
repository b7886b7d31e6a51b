package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GatewayFailureTest {
    private static final String RETURNS_WITH_PRODUCTS = "{ returns(first: 2) { nodes { returnId product { name } } } }";
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_PRODUCT_MGMT_TIMEOUT", "400ms"));
        gateway.run(RETURNS_WITH_PRODUCTS); // keys, tokens and channels are there when a test counts milliseconds
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void reset() throws Exception {
        gateway.reset();
    }

    @Test
    void backend_slow_leavesPartialDataInsideItsCap() { // GQL-10
        gateway.products.backend.fallSilent();
        long started = System.nanoTime();
        JsonNode answer = gateway.run(RETURNS_WITH_PRODUCTS);

        assertThat((System.nanoTime() - started) / 1_000_000).isLessThan(3_000);
        assertThat(answer.at("/data/returns/nodes")).hasSize(2);
        assertThat(answer.at("/data/returns/nodes/0/product").isNull()).isTrue();
        JsonNode error = answer.at("/errors/0/extensions");
        assertThat(error.path("code").asText()).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(error.path("backend").asText()).isEqualTo("product-mgmt");
        assertThat(error.path("grpcStatus").asInt()).isEqualTo(4);
        assertThat(error.path("retryable").asBoolean()).isTrue();
        assertThat(answer.at("/errors/0/path/3").asText()).isEqualTo("product");
    }

    @Test
    void backend_down_leavesPartialData() { // GQL-10
        try (GatewayUnderTest alone =
                GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_PRODUCT_MGMT_ADDRESS", "localhost:1"))) {
            JsonNode answer = alone.run(RETURNS_WITH_PRODUCTS);

            assertThat(answer.at("/data/returns/nodes/1/returnId").asText()).isEqualTo(FakeReturns.id(1));
            assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(answer.at("/errors/0/extensions/backend").asText()).isEqualTo("product-mgmt");
            assertThat(answer.toString()).doesNotContain("127.0.0.1", "refused", "Exception");
        }
    }

    @Test
    void caller_givesLittleTime_answerComesWithinIt() { // GQL-10
        gateway.returns.backend.fallSilent();
        HttpRequest request = gateway.request()
                .header("x-request-timeout-ms", "300")
                .POST(GatewayUnderTest.body(RETURNS_WITH_PRODUCTS, Map.of()))
                .build();
        HttpResponse<String> answer = gateway.send(request);

        assertThat(GatewayUnderTest.json(answer).at("/errors/0/extensions/code").asText())
                .isEqualTo("DEADLINE_EXCEEDED");
        assertThat(gateway.returns.backend.calls().get(0).deadlineMs()).isLessThanOrEqualTo(250);
    }

    @Test
    void caller_givesNoTime_noBackendIsAsked() {
        HttpRequest request = gateway.request()
                .header("x-request-timeout-ms", "20")
                .POST(GatewayUnderTest.body(RETURNS_WITH_PRODUCTS, Map.of()))
                .build();
        HttpResponse<String> answer = gateway.send(request);

        assertThat(GatewayUnderTest.json(answer)
                        .at("/errors/0/extensions/backend")
                        .asText())
                .isEqualTo("return");
        assertThat(gateway.returns.backend.calls()).isEmpty();
    }

    @Test
    void resolver_fails_textHoldsNothingInternal() { // GQL-11
        gateway.returns.backend.fail(new IllegalStateException("SELECT secret FROM java.lang.String"));
        JsonNode answer = gateway.run(RETURNS_WITH_PRODUCTS);

        assertThat(answer.at("/errors/0/message").asText()).isEqualTo("internal error");
        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("INTERNAL_SERVER_ERROR");
        assertThat(answer.at("/errors/0/extensions/traceId").asText()).matches("(?!0{32})[0-9a-f]{32}");
        assertThat(answer.at("/errors/0/extensions/requestId").asText()).isNotEmpty();
        assertThat(answer.toString()).doesNotContain("SELECT", "java", "Exception");
    }

    @Test
    void field_withoutItsScope_isNullAndForbidden() { // GQL-8
        JsonNode answer = as(gateway.issuer.token("alice", "gateway", "returns:read"), RETURNS_WITH_PRODUCTS);

        assertThat(answer.at("/data/returns/nodes/0/product").isNull()).isTrue();
        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("FORBIDDEN");
        assertThat(answer.at("/errors/0/path").toString()).isEqualTo("[\"returns\",\"nodes\",0,\"product\"]");
    }

    @Test
    void return_ofSomebodyElse_isNullAndNotFound() { // GQL-9
        String bob = gateway.issuer.token("bob", "gateway", "returns:read");
        String id = gateway.run("{ return(id: \"%s\") { id } }".formatted(FakeReturns.id(3)))
                .at("/data/return/id")
                .asText();
        JsonNode answer =
                as(bob, "{ node(id: \"%s\") { id } return(id: \"%s\") { id } }".formatted(id, FakeReturns.id(3)));

        assertThat(answer.at("/data/node").isNull()).isTrue();
        assertThat(answer.at("/data/return").isNull()).isTrue();
        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("NOT_FOUND");
        assertThat(answer.at("/errors/1/extensions/code").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void limit_ofABackend_saysWhenToRetry() {
        gateway.returns.backend.fail(
                new Failure(Kind.EXHAUSTED, "QUEUE_FULL", "too much at once", Map.of("retryAfterMs", "250")));
        JsonNode answer = gateway.run(RETURNS_WITH_PRODUCTS);

        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("RATE_LIMITED");
        assertThat(answer.at("/errors/0/extensions/retryAfterMs").asInt()).isEqualTo(250);
    }

    @Test
    void tokenService_down_isUnavailable() {
        gateway.issuer.down(true);
        String fresh = gateway.issuer.token("alice", "gateway", "returns:read", "product:read");
        JsonNode answer = as(fresh, RETURNS_WITH_PRODUCTS);
        gateway.issuer.down(false);

        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(answer.at("/errors/0/extensions/reason").asText()).isEqualTo("TOKEN_SERVICE_UNAVAILABLE");
    }

    @Test
    void keys_slow_answerComesWithinTheCallersTime() throws Exception { // GQL-10
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                GatewayUnderTest keyless = GatewayUnderTest.start(
                        Map.of("POLYRPC_GATEWAY_TOKEN_SERVICE", "https://localhost:" + silent.getLocalPort()))) {
            long started = System.nanoTime();
            HttpResponse<String> answer = keyless.send(keyless.request()
                    .header("x-request-timeout-ms", "300")
                    .POST(GatewayUnderTest.body("{ __typename }", Map.of()))
                    .build());

            assertThat((System.nanoTime() - started) / 1_000_000).isLessThan(3_000);
            assertThat(answer.statusCode()).isEqualTo(504);
            JsonNode error = GatewayUnderTest.json(answer).at("/errors/0/extensions");
            assertThat(error.path("code").asText()).isEqualTo("DEADLINE_EXCEEDED");
            assertThat(error.path("retryable").asBoolean()).isTrue();
        }
    }

    private static JsonNode as(String token, String query) {
        return GatewayUnderTest.json(gateway.send(gateway.request()
                .setHeader("authorization", "Bearer " + token)
                .POST(GatewayUnderTest.body(query, Map.of()))
                .build()));
    }
}
