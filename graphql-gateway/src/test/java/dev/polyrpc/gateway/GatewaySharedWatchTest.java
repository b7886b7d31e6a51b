package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many follow the same: counted is what reaches product management. */
final class GatewaySharedWatchTest {
    private static final String WATCH = "subscription { inventoryChanged { position } }";
    private static final String WATCH_ALL = "subscription { inventoryChanged(after: 0) { position } }";
    private static final String WATCH_NAMES = "subscription { inventoryChanged { position initiatedBy } }";

    @RegisterExtension
    static final GatewayUnderTest gateway = GatewayUnderTest.start();

    @Test
    void aHundredSubscribers_ofTwoPeople_areOneStream() throws Exception {
        try (SocketClient alices = gateway.aliceOn(gateway.socket());
                SocketClient bobs = bob()) {
            subscribe(alices, 50);
            subscribe(bobs, 50);
            Eventually.holds(() -> gateway.products.watches.requests().size() == 100);
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            gateway.products.watches.publish(3);

            assertThat(gateway.products.watches.sent()).isEqualTo(3);
            expectInOrder(alices, 50, 3);
            expectInOrder(bobs, 50, 3);
        }
    }

    @Test
    void subscriber_catchesUpByItself_thenJoins() throws Exception {
        gateway.products.watches.publish(500);
        try (SocketClient now = gateway.aliceOn(gateway.socket());
                SocketClient late = bob()) {
            now.subscribe("1", WATCH);
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            late.subscribe("1", WATCH_ALL);
            expect(late, 1, 500);
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            gateway.products.watches.publish(502);

            expect(now, 501, 502);
            expect(late, 501, 502);
            assertThat(gateway.products.watches.sent()).isEqualTo(502);
        }
    }

    @Test
    void subscribers_thatJoinWhileMuchHappens_loseAndRepeatNothing() throws Exception {
        long events = 6_000;
        try (SocketClient first = gateway.aliceOn(gateway.socket());
                SocketClient second = gateway.aliceOn(gateway.socket());
                SocketClient third = bob()) {
            first.subscribe("1", WATCH);
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            for (long upTo = 20; upTo <= events; upTo += 20) {
                gateway.products.watches.publish(upTo);
                if (upTo == 1_000) {
                    second.subscribe("1", WATCH_ALL);
                } else if (upTo == 2_000) {
                    third.subscribe("1", WATCH_ALL);
                }
            }

            expect(first, 1, events);
            expect(second, 1, events);
            expect(third, 1, events);
            Eventually.holds(() -> gateway.products.watches.open() == 1);
        }
    }

    @Test
    void subscriber_thatIsSlow_holdsUpNobody_andLosesNothing() throws Exception {
        long events = 8_000;
        try (SocketClient slow = gateway.aliceOn(gateway.socket());
                SocketClient fast = bob()) {
            slow.subscribe("1", WATCH_NAMES.replace("initiatedBy", "cause"));
            fast.subscribe("1", WATCH);
            Eventually.holds(() -> gateway.products.watches.requests().size() == 2);
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            slow.reading(false);
            gateway.products.watches.publish(events);
            expect(fast, 1, events);
            slow.reading(true);

            expect(slow, 1, events);
            Eventually.holds(() -> gateway.products.watches.open() == 1);
        }
    }

    @Test
    void thoseWhoAreShownDifferentThings_shareNothing() throws Exception {
        try (SocketClient alices = gateway.aliceOn(gateway.socket());
                SocketClient bobs = bob()) {
            alices.subscribe("1", WATCH_NAMES).subscribe("2", WATCH_NAMES);
            bobs.subscribe("1", WATCH_NAMES);
            Eventually.holds(() -> gateway.products.watches.requests().size() == 3);
            Eventually.holds(() -> gateway.products.watches.open() == 2); // alice's two share one
            gateway.products.watches.publish(1);
            expect(bobs, 1, 1);
            expectInOrder(alices, 2, 1);
            gateway.products.watches.publish(2);
            expect(bobs, 2, 2);

            assertThat(gateway.products.watches.open()).isEqualTo(2);
            assertThat(gateway.products.watches.sent()).isEqualTo(4);
        }
    }

    @Test
    void subscriber_withoutTheScope_isRefused_whoeverFollowsAlready() throws Exception { // GQL-8
        try (SocketClient alices = gateway.aliceOn(gateway.socket());
                SocketClient bobs = gateway.socket().init(gateway.issuer.token("bob", "gateway", "returns:read"))) {
            alices.subscribe("1", WATCH);
            Eventually.holds(() -> gateway.products.watches.open() == 1);

            for (String watch : List.of(WATCH, WATCH_ALL)) {
                assertThat(bobs.subscribe("1", watch)
                                .next()
                                .at("/payload/0/extensions/code")
                                .asText())
                        .isEqualTo("FORBIDDEN");
            }
        }
    }

    @Test
    void token_ends_itsSubscriptionsAlone_theOthersGoOnByTheirRight() throws Exception { // TOK-24, GQL-23
        String brief = gateway.issuer.token(claims -> {
            claims.put("aud", "gateway.polyrpc.test");
            claims.put("sub", "carol");
            claims.put("scope", "product:read");
            claims.put("exp", Instant.now().getEpochSecond() + 2);
        });
        try (SocketClient carols = gateway.socket().init(brief).subscribe("1", WATCH)) {
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            try (SocketClient bobs = bob().subscribe("1", WATCH)) {
                Eventually.holds(() -> gateway.products.watches.requests().size() == 2);
                Eventually.holds(() -> gateway.products.watches.open() == 1);
                assertThat(carols.closeCode()).isEqualTo(4403);
                gateway.products.watches.publish(1);
                expect(bobs, 1, 1);
                Eventually.holds(() -> gateway.products.watches.requests().size() == 3);
                Eventually.holds(() -> gateway.products.watches.open() == 1);
                gateway.products.watches.publish(2);

                expect(bobs, 2, 2);
                assertThat(gateway.products.watches.callers()).containsExactly("carol", "bob", "bob");
            }
        }
    }

    @Test
    void refusal_ofTheOneByWhoseRightTheStreamIs_isForThatOne() throws Exception { // GQL-23
        try (SocketClient alices = gateway.aliceOn(gateway.socket()).subscribe("1", WATCH)) {
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            try (SocketClient bobs = bob().subscribe("1", WATCH)) {
                Eventually.holds(() -> gateway.products.watches.requests().size() == 2);
                Eventually.holds(() -> gateway.products.watches.open() == 1);
                gateway.products.watches.cut(new Failure(Kind.DENIED, "PEER_NOT_ALLOWED", "alice is denied"));

                assertThat(alices.next().at("/payload/0/extensions/reason").asText())
                        .isEqualTo("PEER_NOT_ALLOWED");
                gateway.products.watches.publish(2);
                expect(bobs, 1, 2);
            }
        }
    }

    private static SocketClient bob() {
        return gateway.socket().init(gateway.issuer.token("bob", "gateway", "product:read"));
    }

    private static void subscribe(SocketClient socket, int times) {
        for (int number = 0; number < times; number++) {
            socket.subscribe(String.valueOf(number), WATCH);
        }
    }

    private static void expect(SocketClient socket, long from, long to) {
        for (long position = from; position <= to; position++) {
            assertThat(position(socket.next())).isEqualTo(position);
        }
    }

    private static void expectInOrder(SocketClient socket, int subscriptions, long to) {
        Map<String, Long> last = new HashMap<>();
        for (long message = 0; message < subscriptions * to; message++) {
            JsonNode next = socket.next();
            assertThat(position(next)).isEqualTo(last.merge(next.path("id").asText(), 1L, Long::sum));
        }
        assertThat(last).hasSize(subscriptions);
    }

    private static long position(JsonNode next) {
        return next.at("/payload/data/inventoryChanged/position").asLong();
    }
}
