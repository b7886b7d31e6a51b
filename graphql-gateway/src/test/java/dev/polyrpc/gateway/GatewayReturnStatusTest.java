package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class GatewayReturnStatusTest {
    private static final String WATCH = "subscription { returnStatusChanged { position } }";

    @RegisterExtension
    static final GatewayUnderTest gateway = GatewayUnderTest.start();

    @Test
    void changes_comeInOrder_withTheirProduct_byOneRpcEach() throws Exception {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe(
                    "1",
                    "subscription { returnStatusChanged { position return { returnId state product { name } } } }");
            Eventually.holds(() -> gateway.returns.watches.open() == 1);
            gateway.returns.watches.publish(2);

            for (int position = 1; position <= 2; position++) {
                JsonNode change = change(socket);
                assertThat(change.path("position").asLong()).isEqualTo(position);
                assertThat(change.at("/return/returnId").asText()).isEqualTo(FakeReturns.id(position));
                assertThat(change.at("/return/state").asText()).isEqualTo("QUARANTINED");
                assertThat(change.at("/return/product/name").asText()).isEqualTo("Product p-" + position);
            }
            assertThat(gateway.returns.backend.methods()).containsExactly("WatchReturns");
            assertThat(gateway.products.backend.methods()).containsExactly("BatchGetProducts", "BatchGetProducts");
            assertThat(gateway.returns.backend.calls().get(0).subject()).isEqualTo("alice");
        }
    }

    @Test
    void service_lost_watchGoesOnAfterTheLastChange() throws Exception {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", "subscription { returnStatusChanged(after: 0) { position } }");
            gateway.returns.watches.publish(2);
            assertThat(List.of(position(socket), position(socket))).containsExactly(1L, 2L);
            gateway.returns.watches.cut(draining());
            gateway.returns.watches.publish(4);

            assertThat(List.of(position(socket), position(socket))).containsExactly(3L, 4L);
            assertThat(gateway.returns.watches.requests().get(1).getAfter()).isEqualTo(2);
        }
    }

    @Test
    void service_lostBeforeTheFirstChange_watchGoesOnWhereItBegan() throws Exception {
        gateway.returns.watches.publish(5);
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", WATCH);
            Eventually.holds(() -> gateway.returns.watches.open() == 1);
            gateway.returns.watches.cut(draining());
            gateway.returns.watches.publish(6); // while nobody watches

            assertThat(position(socket)).isEqualTo(6);
            assertThat(gateway.returns.watches.requests().get(0).hasAfter()).isFalse();
        }
    }

    @Test
    void chosenReturns_aloneCome_andALostCallGoesOnBehindTheOthers() throws Exception {
        String global = gateway.run("{ return(id: \"%s\") { id } }".formatted(FakeReturns.id(7)))
                .at("/data/return/id")
                .asText();
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe(
                    "1",
                    "subscription { returnStatusChanged(after: 0, returnIds: [\"%s\", \"%s\"]) { position } }"
                            .formatted(FakeReturns.id(3), global));
            Eventually.holds(() -> gateway.returns.watches.open() == 1);
            gateway.returns.watches.publish(1_009);
            for (int ten = 0; ten <= 1_000; ten += 10) {
                assertThat(List.of(position(socket), position(socket))).containsExactly(ten + 3L, ten + 7L);
            }
            Eventually.holds(() -> gateway.returns.watches.sent() == 1_009);
            gateway.returns.watches.cut(draining());
            gateway.returns.watches.publish(1_013);

            assertThat(position(socket)).isEqualTo(1_013);
            assertThat(gateway.returns.watches.requests().get(1).getAfter()).isGreaterThan(1_007);
        }
    }

    @Test
    void client_completes_callEndsWithinASecond() throws Exception {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", WATCH);
            Eventually.holds(() -> gateway.returns.watches.open() == 1);
            socket.complete("1");

            Eventually.within(Duration.ofSeconds(1), () -> gateway.returns.watches.open() == 0);
        }
    }

    @Test
    void arguments_bad_areAnError() {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", "subscription { returnStatusChanged(returnIds: [\"NOT ONE\"]) { position } }");

            assertThat(socket.next().at("/payload/0/extensions/reason").asText())
                    .isEqualTo("ID_MALFORMED");
            assertThat(gateway.returns.watches.requests()).isEmpty();
        }
    }

    @Test
    void scope_missing_isForbidden() { // GQL-8
        String token = gateway.issuer.token("alice", "gateway", "product:read");
        try (SocketClient socket = gateway.socket().init(token).subscribe("1", WATCH)) {
            JsonNode error = socket.next().at("/payload/0/extensions");

            assertThat(error.path("code").asText()).isEqualTo("FORBIDDEN");
            assertThat(error.path("backend").asText()).isEqualTo("return");
        }
    }

    private static Failure draining() {
        return new Failure(Kind.UNAVAILABLE, "SERVER_DRAINING", "the server stops");
    }

    private static JsonNode change(SocketClient socket) {
        return socket.next().at("/payload/data/returnStatusChanged");
    }

    private static long position(SocketClient socket) {
        return change(socket).path("position").asLong();
    }
}
