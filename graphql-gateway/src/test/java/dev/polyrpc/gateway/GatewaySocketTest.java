package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewaySocketTest {
    private static final String INIT = "{\"type\":\"connection_init\",\"payload\":{\"authorization\":\"%s\"}}";
    private static final String WATCH = "subscription { inventoryChanged { position } }";

    @RegisterExtension
    static final GatewayUnderTest gateway = GatewayUnderTest.start();

    @Test
    void handshake_picksTheSubprotocol() {
        try (SocketClient socket = gateway.socket()) {
            assertThat(socket.subprotocol()).isEqualTo("graphql-transport-ws");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "graphql-ws", "chat"})
    void handshake_otherSubprotocol_isRefused(String subprotocol) {
        assertThat(refusal("/graphql", subprotocol)).isEqualTo(400);
    }

    @Test
    void handshake_otherPath_isRefused() {
        assertThat(refusal("/elsewhere", "graphql-transport-ws")).isEqualTo(404);
    }

    @Test
    void socket_withoutInit_isClosedAfterThreeSeconds() { // GQL-12
        try (SocketClient socket = gateway.socket()) {
            long started = System.nanoTime();

            assertThat(socket.closeCode()).isEqualTo(4408);
            assertThat(System.nanoTime() - started).isBetween(2_500_000_000L, 6_000_000_000L);
        }
    }

    @Test
    void init_twice_is4429() { // GQL-12
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.send("{\"type\":\"connection_init\"}");

            assertThat(socket.closeCode()).isEqualTo(4429);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "Bearer nonsense", "Basic YWxpY2U6c2VjcmV0"})
    void init_badToken_is4403(String authorization) { // GQL-12
        try (SocketClient socket = gateway.socket().send(INIT.formatted(authorization))) {
            assertThat(socket.closeCode()).isEqualTo(4403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"connection_init\"}", "{\"type\":\"connection_init\",\"payload\":{}}"})
    void init_withoutToken_is4403(String init) { // GQL-12, TOK-1
        try (SocketClient socket = gateway.socket().send(init)) {
            assertThat(socket.closeCode()).isEqualTo(4403);
        }
    }

    @Test
    void init_tokenOfAnotherAudience_is4403() { // GQL-12, TOK-21
        String token = gateway.issuer.token("alice", "return", "product:read");
        try (SocketClient socket = gateway.socket().send(INIT.formatted("Bearer " + token))) {
            assertThat(socket.closeCode()).isEqualTo(4403);
        }
    }

    @Test
    void subscribe_beforeAck_is4401() { // GQL-12
        try (SocketClient socket = gateway.socket().subscribe("1", WATCH)) {
            assertThat(socket.closeCode()).isEqualTo(4401);
            assertThat(gateway.products.watches.requests()).isEmpty();
        }
    }

    @Test
    void subscribe_duplicateId_is4409() { // GQL-12
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", WATCH).subscribe("1", WATCH);

            assertThat(socket.closeCode()).isEqualTo(4409);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"type\":7}",
                "{\"type\":\"start\"}",
                "{\"type\":\"next\",\"id\":\"1\"}",
                "{\"type\":\"ping\",\"payload\":\"text\"}",
                "{\"type\":\"complete\"}",
                "{\"type\":\"subscribe\",\"payload\":{\"query\":\"{ __typename }\"}}",
                "{\"type\":\"subscribe\",\"id\":\"\",\"payload\":{\"query\":\"{ __typename }\"}}",
                "{\"type\":\"subscribe\",\"id\":\"1\"}",
                "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":7}}",
                "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":\"{ a }\",\"variables\":[]}}",
                "{\"type\":\"ping\"} {}",
                "{\"type\":\"ping\",\"type\":\"pong\"}"
            })
    void message_bad_is4400(String message) { // GQL-12
        try (SocketClient socket = gateway.aliceOn(gateway.socket()).send(message)) {
            assertThat(socket.closeCode()).isEqualTo(4400);
        }
    }

    @Test
    void message_over256KiB_closesTheSocket() { // GQL-5
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.send("{\"type\":\"ping\",\"payload\":{\"a\":\"%s\"}}".formatted("x".repeat(256 * 1024)));

            assertThat(socket.closeCode()).isIn(1009, 4400);
        }
    }

    @Test
    void ping_isAnsweredAnytime_withItsPayload() {
        try (SocketClient socket = gateway.socket()) {
            socket.send("{\"type\":\"pong\"}").send("{\"type\":\"ping\",\"payload\":{\"a\":1}}");

            assertThat(socket.next()).hasToString("{\"type\":\"pong\",\"payload\":{\"a\":1}}");
        }
    }

    @Test
    void query_isAnsweredOnceAndCompleted() {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("q", "{ product(id: \"p-1\") { name } }");
            JsonNode next = socket.next();

            assertThat(next.path("type").asText()).isEqualTo("next");
            assertThat(next.path("id").asText()).isEqualTo("q");
            assertThat(next.at("/payload/data/product/name").asText()).isEqualTo("Product p-1");
            assertThat(socket.next()).hasToString("{\"type\":\"complete\",\"id\":\"q\"}");
            socket.subscribe("q", "{ __typename }"); // the id is free again
            assertThat(socket.next().at("/payload/data/__typename").asText()).isEqualTo("Query");
        }
    }

    @Test
    void mutation_runsOnce() {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe(
                    "m",
                    "mutation { adjustInventory(input: {productId: \"p-1\", change: 1, requestId: \"a\"})"
                            + " { event { position } } }");

            assertThat(socket.next()
                            .at("/payload/data/adjustInventory/event/position")
                            .asLong())
                    .isPositive();
            assertThat(socket.next().path("type").asText()).isEqualTo("complete");
            assertThat(gateway.products.backend.methods()).containsExactly("AdjustInventory");
        }
    }

    @Test
    void document_bad_isAnErrorOfThatOperationAlone() { // GQL-2, GQL-3
        String deep =
                "{ product(id: \"p-1\") " + "{ returns { product ".repeat(7) + "{ name } " + "} }".repeat(7) + "}";
        Map<String, String> codes = Map.of(
                "{ nothing }",
                "GRAPHQL_VALIDATION_FAILED",
                "{ nothing",
                "GRAPHQL_PARSE_FAILED",
                deep,
                "DOCUMENT_TOO_LARGE");
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            codes.forEach((document, code) -> {
                socket.subscribe("1", document);
                JsonNode error = socket.next();

                assertThat(error.path("type").asText()).isEqualTo("error");
                assertThat(error.path("id").asText()).isEqualTo("1");
                assertThat(error.at("/payload/0/extensions").toString()).contains(code, "requestId", "traceId");
            });
            socket.subscribe("1", "{ __typename }");
            assertThat(socket.next().path("type").asText()).isEqualTo("next");
        }
    }

    @Test
    void token_ends_socketIsClosed() { // TOK-24
        long now = Instant.now().getEpochSecond();
        String token = gateway.issuer.token(claims -> {
            claims.put("aud", "gateway.polyrpc.test");
            claims.put("scope", "product:read");
            claims.put("exp", now + 2);
        });
        try (SocketClient socket = gateway.socket().init(token).subscribe("1", WATCH)) {
            assertThat(socket.closeCode()).isEqualTo(4403);
            assertThat(Instant.now().getEpochSecond()).isBetween(now + 1, now + 20);
        }
    }

    @Test
    void keys_outOfReach_is1013() {
        try (GatewayUnderTest keyless =
                        GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_TOKEN_SERVICE", "https://localhost:1"));
                SocketClient socket = keyless.socket()) {
            socket.send(INIT.formatted("Bearer " + keyless.issuer.token("alice", "gateway", "product:read")));

            assertThat(socket.closeCode()).isEqualTo(1013);
        }
    }

    @Test
    void drain_answersWhatIsUnderWay_thenClosesWith1001() throws Exception {
        GatewayUnderTest draining = GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_REQUEST_TIMEOUT", "1s"));
        draining.returns.backend.fallSilent();
        SocketClient busy = draining.aliceOn(draining.socket());
        SocketClient idle = draining.aliceOn(draining.socket());
        busy.subscribe("w", WATCH).subscribe("q", "{ returns { nodes { returnId } } }");
        Eventually.holds(() -> !draining.returns.backend.calls().isEmpty());
        CompletableFuture<Void> closing = CompletableFuture.runAsync(draining.gateway::close);

        assertThat(idle.closeCode()).isEqualTo(1001);
        assertThat(busy.next().path("id").asText()).isEqualTo("q");
        assertThat(busy.next().path("type").asText()).isEqualTo("complete");
        assertThat(busy.closeCode()).isEqualTo(1001);
        closing.get(20, TimeUnit.SECONDS);
        draining.close();
    }

    @Test
    void subscription_overHttp_isRefused() {
        HttpResponse<String> answer = gateway.send(
                gateway.request().POST(GatewayUnderTest.body(WATCH, Map.of())).build());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("SUBSCRIPTION_OVER_HTTP", "graphql-transport-ws");
        assertThat(gateway.products.watches.requests()).isEmpty();
    }

    private static int refusal(String path, String subprotocol) {
        URI uri = URI.create(
                gateway.uri("").toString().replaceFirst("https", "wss").replace("/graphql", path));
        CompletableFuture<Integer> status = new CompletableFuture<>();
        assertThatThrownBy(() -> SocketClient.open(gateway.http(), uri, subprotocol))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused -> status.complete(refused.getResponse().statusCode()));
        return status.join();
    }
}
