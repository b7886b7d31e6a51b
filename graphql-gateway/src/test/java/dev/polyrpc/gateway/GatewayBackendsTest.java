package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GatewayBackendsTest {
    private static final String BACKENDS = "{ backends { name wire state calls unanswered latency { p50Ms p99Ms } } }";

    @Test
    void backends_areSeenWithoutAskingThem() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            assertThat(gateway.run(BACKENDS).at("/data/backends/0/latency").isNull())
                    .isTrue();
            gateway.run("{ returns(first: 2) { nodes { product { name } } } }");
            JsonNode seen = gateway.run(BACKENDS).at("/data/backends");

            assertThat(seen.findValuesAsText("name")).containsExactly("product-mgmt", "return");
            for (JsonNode backend : seen) {
                assertThat(backend.path("wire").asText()).isEqualTo("GRPC");
                assertThat(backend.path("state").asText()).isEqualTo("CONNECTED");
                assertThat(backend.path("calls").asInt()).isEqualTo(1);
                assertThat(backend.path("unanswered").asInt()).isZero();
                assertThat(backend.at("/latency/p50Ms").asDouble()).isBetween(0.001, 20_000.0);
                assertThat(backend.at("/latency/p99Ms").asDouble())
                        .isGreaterThanOrEqualTo(backend.at("/latency/p50Ms").asDouble());
            }
            assertThat(gateway.products.backend.methods()).containsExactly("BatchGetProducts");
            assertThat(gateway.returns.backend.methods()).containsExactly("ListReturns");
        }
    }

    @Test
    void backend_down_isDisconnected() { // GQL-22
        try (GatewayUnderTest gateway =
                GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_PRODUCT_MGMT_ADDRESS", "localhost:1"))) {
            gateway.run("{ product(id: \"p-1\") { name } }");
            JsonNode backend = first(gateway);

            assertThat(backend.path("state").asText()).isEqualTo("DISCONNECTED");
            assertThat(backend.path("unanswered").asInt()).isEqualTo(1);
            assertThat(backend.path("latency").isNull()).isTrue();
        }
    }

    @Test
    void backend_overThriftAndSilent_isConnectedAndSlow() throws Exception { // GQL-22
        try (GatewayUnderTest gateway = GatewayUnderTest.start(
                Map.of("POLYRPC_GATEWAY_PRODUCT_WIRE", "thrift", "POLYRPC_GATEWAY_PRODUCT_MGMT_TIMEOUT", "200ms"))) {
            Eventually.holds(() -> isConnected(gateway));
            gateway.run("{ product(id: \"p-1\") { name } }");
            Eventually.holds(() -> isConnected(gateway)); // anew: the call given up took its connection along
            JsonNode backend = first(gateway);

            assertThat(backend.path("wire").asText()).isEqualTo("THRIFT");
            assertThat(backend.path("unanswered").asInt()).isEqualTo(1);
            assertThat(backend.at("/latency/p50Ms").asDouble()).isGreaterThanOrEqualTo(200);
        }
    }

    private static boolean isConnected(GatewayUnderTest gateway) {
        return first(gateway).path("state").asText().equals("CONNECTED");
    }

    private static JsonNode first(GatewayUnderTest gateway) {
        return gateway.run(BACKENDS).at("/data/backends/0");
    }
}
