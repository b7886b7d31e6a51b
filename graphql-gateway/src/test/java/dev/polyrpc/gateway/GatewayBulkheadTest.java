package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backend that is too slow takes as many calls as it may have, and nothing from the other one. */
final class GatewayBulkheadTest {
    private static final int MOST = 4;
    private static final String RETURNS = "{ returns { nodes { returnId } } }";
    private static final String BOTH = "{ returns { nodes { returnId } } product(id: \"p-1\") { name } }";
    private GatewayUnderTest gateway;

    @BeforeEach
    void start() {
        gateway = GatewayUnderTest.start(
                Map.of("POLYRPC_GATEWAY_MAX_RETURN_CALLS", "" + MOST, "POLYRPC_GATEWAY_RETURN_TIMEOUT", "30s"));
        gateway.run(BOTH);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void calls_beyondThoseABackendMayHave_areRefusedAtOnce_andTheOtherIsAsked() throws Exception { // GQL-10 GQL-17
        gateway.returns.backend.fallSilent();
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int number = 0; number < MOST; number++) {
            waiting.add(gateway.http()
                    .sendAsync(
                            gateway.request()
                                    .POST(GatewayUnderTest.body(RETURNS, Map.of()))
                                    .build(),
                            BodyHandlers.ofString()));
        }
        Eventually.holds(() -> gateway.returns.backend.unanswered() == MOST);
        JsonNode answer = gateway.run(BOTH);

        assertThat(answer.at("/data/product/name").asText()).isEqualTo("Product p-1");
        assertThat(answer.at("/errors")).hasSize(1);
        JsonNode error = answer.at("/errors/0/extensions");
        assertThat(error.path("code").asText()).isEqualTo("RATE_LIMITED");
        assertThat(error.path("reason").asText()).isEqualTo("BACKEND_BUSY");
        assertThat(error.path("backend").asText()).isEqualTo("return");
        assertThat(error.path("retryable").asBoolean()).isTrue();
        assertThat(error.path("retryAfterMs").asLong()).isEqualTo(200);
        assertThat(gateway.returns.backend.unanswered()).isEqualTo(MOST);

        waiting.forEach(each -> each.cancel(true));
        Eventually.holds(() -> gateway.returns.backend.unanswered() == 0);
        gateway.returns.backend.reset();
        Eventually.holds(() -> gateway.run(BOTH).path("errors").isMissingNode());
    }

    @Test
    void oneBackendHung_oneDown_theRestIsAnsweredInTime() { // GQL-10
        try (GatewayUnderTest cut =
                GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_PRODUCT_MGMT_ADDRESS", "localhost:1"))) {
            cut.run(RETURNS);
            cut.returns.backend.fallSilent();
            long started = System.nanoTime();
            JsonNode answer = GatewayUnderTest.json(cut.send(cut.request()
                    .header("x-request-timeout-ms", "600")
                    .POST(GatewayUnderTest.body("{ __typename " + BOTH.substring(1), Map.of()))
                    .build()));

            assertThat((System.nanoTime() - started) / 1_000_000).isLessThan(3_000);
            assertThat(answer.at("/data/__typename").asText()).isEqualTo("Query");
            assertThat(answer.at("/errors").findValuesAsText("code"))
                    .containsExactlyInAnyOrder("DEADLINE_EXCEEDED", "SERVICE_UNAVAILABLE");
            assertThat(answer.at("/errors").findValuesAsText("backend"))
                    .containsExactlyInAnyOrder("return", "product-mgmt");
        }
    }
}
