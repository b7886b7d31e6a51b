package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each limit, set low, trips before any backend is asked, on every way into the gateway. */
final class GatewayLimitsTest {
    private static final Map<String, String> LOW = Map.ofEntries(
            Map.entry("POLYRPC_GATEWAY_MAX_TOKENS", "60"),
            Map.entry("POLYRPC_GATEWAY_MAX_DEPTH", "4"),
            Map.entry("POLYRPC_GATEWAY_MAX_FIELDS", "12"),
            Map.entry("POLYRPC_GATEWAY_MAX_ALIASES", "2"),
            Map.entry("POLYRPC_GATEWAY_MAX_ROOT_FIELDS", "2"),
            Map.entry("POLYRPC_GATEWAY_MAX_INTROSPECTION_DEPTH", "2"),
            Map.entry("POLYRPC_GATEWAY_MAX_COST", "40"),
            Map.entry("POLYRPC_GATEWAY_MAX_BODY_BYTES", "2048"),
            Map.entry("POLYRPC_GATEWAY_MAX_SOCKET_OPERATIONS", "2"),
            Map.entry("POLYRPC_GATEWAY_MAX_SUBJECT_SUBSCRIPTIONS", "1"),
            Map.entry("POLYRPC_GATEWAY_SOCKET_INIT_TIMEOUT", "300ms"));

    private static final Map<String, String> OVER = Map.of(
            "tokens", "{ product(id: \"p-1\") { %s } }".formatted("name ".repeat(60)),
            "depth", "{ product(id: \"p-1\") { events { product { stock { onHand } } } } }",
            "fields", "{ product(id: \"p-1\") { %s } }".formatted("name ".repeat(12)),
            "aliases", "{ product(id: \"p-1\") { a: name b: name c: name } }",
            "root fields", "{ a: product(id: \"p-1\") { name } returns { __typename } products { __typename } }",
            "depth of introspection", "{ __schema { types { fields { name } } } }");

    @RegisterExtension
    static final GatewayUnderTest gateway = GatewayUnderTest.start(LOW);

    static Stream<Arguments> overOne() {
        return OVER.entrySet().stream()
                .flatMap(limit -> Stream.of(Carrier.values())
                        .map(carrier -> Arguments.of(limit.getKey(), carrier, limit.getValue())));
    }

    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("overOne")
    void document_overOneLimit_isRefusedBeforeAnyBackend(String limit, Carrier carrier, String document) { // GQL-3
        JsonNode answer = carrier.ask(gateway, document);

        assertThat(answer.path("data").isMissingNode()).isTrue();
        JsonNode error = answer.at("/errors/0");
        assertThat(error.path("message").asText()).startsWith("the document's " + limit + ": more than ");
        assertThat(error.at("/extensions/reason").asText()).isEqualTo("DOCUMENT_TOO_LARGE");
        assertThat(error.at("/extensions/code").asText()).isEqualTo("GRAPHQL_VALIDATION_FAILED");
        assertThat(gateway.products.backend.calls()).isEmpty();
        assertThat(gateway.returns.backend.calls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void operation_overTheCost_isRefusedBeforeAnyBackend_variablesAndAll(Carrier carrier) { // GQL-3
        String document = "query($n: Int = 1) { returns(first: $n) { nodes { product { name } } } }";
        JsonNode error = carrier.ask(gateway, Map.of("query", document, "variables", Map.of("n", 21)))
                .at("/errors/0");

        assertThat(error.path("message").asText())
                .isEqualTo("the operation's cost: type=42, field=22 (expected: each at most 40)");
        assertThat(error.at("/extensions/reason").asText()).isEqualTo("OPERATION_TOO_COSTLY");
        assertThat(error.at("/extensions/typeCost").asInt()).isEqualTo(42);
        assertThat(error.at("/extensions/fieldCost").asInt()).isEqualTo(22);
        assertThat(gateway.products.backend.calls()).isEmpty();
        assertThat(gateway.returns.backend.calls()).isEmpty();
        assertThat(carrier.ask(gateway, document).at("/data/returns/nodes")).hasSize(1);
    }

    @Test
    void cost_isToldToWhoAsks() {
        var body = GatewayUnderTest.body("{ returns(first: 3) { nodes { product { name } } } }", Map.of());
        var told = gateway.send(
                gateway.request().header("graphql-cost", "report").POST(body).build());
        var silent = gateway.send(gateway.request().POST(body).build());

        assertThat(told.headers().firstValue("graphql-cost")).contains("type=6, field=4");
        assertThat(silent.headers().firstValue("graphql-cost")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void document_withinEveryLimit_runs(Carrier carrier) { // GQL-3
        String document = "{ product(id: \"p-1\") { a: name b: name stock { onHand } events { product { name } } } }";

        assertThat(carrier.ask(gateway, document).at("/data/product/a").asText())
                .isEqualTo("Product p-1");
    }

    @Test
    void message_tooLong_closesItsSocket() { // GQL-5
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            assertThat(socket.subscribe("1", "{ __typename }")
                            .next()
                            .path("type")
                            .asText())
                    .isEqualTo("next");
            socket.subscribe("2", "{ __typename }" + " ".repeat(2048));

            assertThat(socket.next().path("type").asText()).isEqualTo("complete");
            assertThat(socket.closeCode()).isEqualTo(4400);
        }
    }

    @Test
    void clients_haveNoMoreThanTheirLimits() throws Exception { // GQL-12 GQL-14
        String watch = "subscription { inventoryChanged { position } }";
        try (SocketClient socket = gateway.aliceOn(gateway.socket());
                SocketClient silent = gateway.socket()) {
            socket.subscribe("1", watch);
            Eventually.holds(() -> gateway.products.watches.open() == 1);

            assertThat(reason(socket.subscribe("2", watch).next())).isEqualTo("SUBJECT_SUBSCRIPTIONS_FULL");
            gateway.returns.backend.fallSilent();
            socket.subscribe("3", "{ returns { nodes { returnId } } }");
            assertThat(reason(socket.subscribe("4", "{ __typename }").next())).isEqualTo("OPERATIONS_FULL");
            assertThat(silent.closeCode()).isEqualTo(4408);
        }
    }

    private static String reason(JsonNode error) {
        return error.at("/payload/0/extensions/reason").asText();
    }
}
