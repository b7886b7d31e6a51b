package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class GatewaySubscriptionTest {
    private static final String WATCH = "subscription { inventoryChanged { position } }";
    private static final String WATCH_ALL = "subscription { inventoryChanged(after: 0) { position } }";
    private static final String WATCH_OTHERS =
            "subscription { inventoryChanged(productIds: [\"p-1\", \"p-2\"]) { position } }";

    @RegisterExtension
    static final GatewayUnderTest gateway = GatewayUnderTest.start();

    @Test
    void events_comeInOrder_withTheirProduct_byOneRpcEach() throws Exception {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe(
                    "1",
                    "subscription { inventoryChanged { position change cause stock { stockVersion }"
                            + " product { name } again: product { productId } } }");
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            gateway.products.watches.publish(3);

            for (int position = 1; position <= 3; position++) {
                JsonNode event = socket.next().at("/payload/data/inventoryChanged");
                assertThat(event.path("position").asLong()).isEqualTo(position);
                assertThat(event.at("/stock/stockVersion").asLong()).isEqualTo(position);
                assertThat(event.at("/product/name").asText()).isEqualTo("Product p-" + position);
                assertThat(event.at("/again/productId").asText()).isEqualTo("p-" + position);
            }
            assertThat(gateway.products.backend.methods())
                    .containsExactly("WatchInventory", "BatchGetProducts", "BatchGetProducts", "BatchGetProducts");
            assertThat(gateway.products.backend.calls().get(0).subject()).isEqualTo("alice");
            assertThat(gateway.products.backend.calls().get(0).actors()).containsExactly("gateway");
        }
    }

    @Test
    void event_laterOfTheSameProduct_readsItAnew() throws Exception {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", "subscription { inventoryChanged(after: 0) { product { name } } }");
            gateway.products.watches.publish(11);
            for (int position = 1; position <= 11; position++) {
                socket.next();
            }
            assertThat(gateway.products.backend.methods().stream().filter("BatchGetProducts"::equals))
                    .hasSize(11); // positions 1 and 11 are both of p-1
        }
    }

    @Test
    void arguments_reachTheBackend() {
        String id = gateway.run("{ product(id: \"p-2\") { id } }")
                .at("/data/product/id")
                .asText();
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            gateway.products.watches.publish(8);
            socket.subscribe(
                    "1",
                    "subscription { inventoryChanged(after: 7, productIds: [\"p-1\", \"%s\"]) { position } }"
                            .formatted(id));

            assertThat(position(socket.next())).isEqualTo(8);
            WatchInventoryRequest request = gateway.products.watches.requests().get(0);
            assertThat(request.getAfter()).isEqualTo(7);
            assertThat(request.getProductIdsList()).containsExactly("p-1", "p-2");
        }
    }

    @Test
    void arguments_bad_areAnError() {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", "subscription { inventoryChanged(productIds: [\"NOT ONE\"]) { position } }");
            JsonNode error = socket.next();

            assertThat(error.path("type").asText()).isEqualTo("error");
            assertThat(error.at("/payload/0/extensions/code").asText()).isEqualTo("BAD_USER_INPUT");
            assertThat(error.at("/payload/0/extensions/reason").asText()).isEqualTo("ID_MALFORMED");
            assertThat(gateway.products.watches.requests()).isEmpty();
        }
    }

    @Test
    void severalSubscriptions_onOneSocket_goTheirOwnWays() throws Exception {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("a", WATCH_ALL).subscribe("b", WATCH_OTHERS);
            Eventually.holds(() -> gateway.products.watches.open() == 2);
            gateway.products.watches.publish(1);

            assertThat(Stream.of(socket.next(), socket.next())
                            .map(next -> next.path("id").asText()))
                    .containsExactlyInAnyOrder("a", "b");
            socket.complete("a");
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            gateway.products.watches.publish(2);
            assertThat(socket.next().path("id").asText()).isEqualTo("b");
        }
    }

    @Test
    void client_completes_callEndsWithinASecond() throws Exception {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", WATCH);
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            socket.complete("1");

            Eventually.within(Duration.ofSeconds(1), () -> gateway.products.watches.open() == 0);
            socket.subscribe("1", WATCH_ALL); // the id is free again
            gateway.products.watches.publish(1);
            assertThat(position(socket.next())).isEqualTo(1);
        }
    }

    @Test
    void client_gone_callsEndWithinASecond() throws Exception {
        SocketClient socket = gateway.aliceOn(gateway.socket());
        socket.subscribe("1", WATCH).subscribe("2", WATCH_OTHERS);
        Eventually.holds(() -> gateway.products.watches.open() == 2);
        socket.close();

        Eventually.within(Duration.ofSeconds(1), () -> gateway.products.watches.open() == 0);
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                Arguments.of(Kind.OUT_OF_RANGE, "POSITION_EXPIRED", "BAD_USER_INPUT"),
                Arguments.of(Kind.UNAUTHENTICATED, "TOKEN_INVALID", "UNAUTHENTICATED"),
                Arguments.of(Kind.DENIED, "SCOPE_MISSING", "FORBIDDEN"),
                Arguments.of(Kind.INTERNAL, "INTERNAL", "INTERNAL_SERVER_ERROR"));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void backend_refuses_subscriptionEndsWithItsCode(Kind kind, String reason, String code) throws Exception {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", WATCH_ALL);
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            gateway.products.watches.cut(new Failure(kind, reason, "told by the test"));
            JsonNode error = socket.next();

            assertThat(error.path("type").asText()).isEqualTo("error");
            assertThat(error.at("/payload/0/extensions/code").asText()).isEqualTo(code);
            assertThat(error.at("/payload/0/extensions/reason").asText()).isEqualTo(reason);
            assertThat(error.at("/payload/0/extensions/backend").asText()).isEqualTo("product-mgmt");
            assertThat(gateway.products.watches.requests()).hasSize(1);
            socket.subscribe("1", "{ __typename }"); // the id is free, and the socket as it was
            assertThat(socket.next().path("type").asText()).isEqualTo("next");
        }
    }

    @Test
    void scope_missing_isForbidden() { // GQL-8
        String token = gateway.issuer.token("alice", "gateway", "returns:read");
        try (SocketClient socket = gateway.socket().init(token).subscribe("1", WATCH)) {
            assertThat(socket.next().at("/payload/0/extensions/code").asText()).isEqualTo("FORBIDDEN");
        }
    }

    static Stream<Failure> losses() {
        return Stream.of(
                new Failure(Kind.UNAVAILABLE, "SERVER_DRAINING", "the server stops"),
                new Failure(Kind.UNAUTHENTICATED, "TOKEN_EXPIRED", "the token of the call has ended"));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void backend_lost_watchGoesOnAfterTheLastEvent(Failure loss) throws Exception {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", WATCH);
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            gateway.products.watches.publish(2);
            assertThat(List.of(position(socket.next()), position(socket.next())))
                    .containsExactly(1L, 2L);
            gateway.products.watches.cut(loss);
            gateway.products.watches.publish(4);

            assertThat(List.of(position(socket.next()), position(socket.next())))
                    .containsExactly(3L, 4L);
            assertThat(gateway.products.watches.requests().get(1).getAfter()).isEqualTo(2);
        }
    }

    @Test
    void backend_lostBeforeTheFirstEvent_watchGoesOnWhereItBegan() throws Exception {
        gateway.products.watches.publish(5);
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", WATCH);
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            gateway.products.watches.cut(new Failure(Kind.UNAVAILABLE, "SERVER_DRAINING", "the server stops"));
            gateway.products.watches.publish(7); // while nobody watches
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            gateway.products.watches.publish(8);

            assertThat(List.of(position(socket.next()), position(socket.next()), position(socket.next())))
                    .containsExactly(6L, 7L, 8L);
            assertThat(gateway.products.watches.requests().get(0).hasAfter()).isFalse();
            assertThat(gateway.products.watches.requests().get(1).getAfter()).isEqualTo(5);
        }
    }

    @Test
    void backend_thatNeverTookTheCall_isSaid() { // from where on would be anybody's guess
        gateway.products.backend.fail(new Failure(Kind.UNAVAILABLE, "SERVER_DRAINING", "the server stops"));
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", WATCH);

            assertThat(socket.next().at("/payload/0/extensions/code").asText()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(gateway.products.watches.requests()).isEmpty();
        }
    }

    @Test
    void client_thatReadsNothing_stopsTheBackend_andLosesNothing() throws Exception { // GQL-13
        long offered = 10_000;
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", "subscription { inventoryChanged(after: 0) { position movementId } }");
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            socket.reading(false);
            gateway.products.watches.publish(offered, 1_000);
            long stoppedAt = whenStill();

            assertThat(stoppedAt).isBetween(1L, offered / 2);
            assertThat(gateway.run("{ product(id: \"p-1\") { name } }")
                            .at("/data/product/name")
                            .asText())
                    .isEqualTo("Product p-1"); // nobody else waits
            socket.reading(true);
            LongStream.rangeClosed(1, offered)
                    .forEach(position -> assertThat(position(socket.next())).isEqualTo(position));
        }
    }

    /** How many events have left once none has for a second. */
    private static long whenStill() throws Exception {
        long[] last = {-1, System.nanoTime()};
        Eventually.holds(() -> {
            long sent = gateway.products.watches.sent();
            if (sent != last[0]) {
                last[0] = sent;
                last[1] = System.nanoTime();
            }
            return sent > 0 && System.nanoTime() - last[1] > 1_000_000_000L;
        });
        return last[0];
    }

    private static long position(JsonNode next) {
        return next.at("/payload/data/inventoryChanged/position").asLong();
    }
}
