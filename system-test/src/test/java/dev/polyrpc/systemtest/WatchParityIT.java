package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.Verdict;
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What gRPC streams of a watch and what Thrift answers to polls: the same events in the same order, and the same refusals. */
class WatchParityIT {
    private static final MethodDescriptor<WatchInventoryRequest, WatchInventoryResponse> INVENTORY =
            ProductMgmtServiceGrpc.getWatchInventoryMethod();
    private static final MethodDescriptor<WatchReturnsRequest, WatchReturnsResponse> RETURNS =
            ReturnServiceGrpc.getWatchReturnsMethod();
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final int AT_ONCE = 3;
    private static final int STORY = 6; // changes of each feed that the story leaves, at least

    @RegisterExtension
    static final Landscape landscape = new Landscape(Built.TOKEN, Built.PRODUCT_MGMT, Built.RETURN);

    private static TwoWires products;
    private static TwoWires returns;
    private static Shop shop;

    @BeforeAll
    static void open() {
        products = TwoWires.products(landscape);
        returns = TwoWires.returns(landscape);
        shop = new Shop(landscape);
        shop.stock("watched", 100);
        shop.stock("other", 5);
    }

    @AfterAll
    static void close() {
        products.close();
        returns.close();
    }

    @Test
    void inventory() {
        story();
        for (String client : new String[] {"auditor", "alice"}) { // who sees more, and who sees less
            List<InventoryEvent> all = inventory(client, inventoryAfter(0), STORY);
            assertThat(all).extracting(InventoryEvent::getPosition).isSorted().doesNotHaveDuplicates();
            inventory(client, inventoryAfter(all.get(1).getPosition()), STORY - 2);
            List<InventoryEvent> one = inventory(
                    client,
                    inventoryAfter(0).toBuilder().addProductIds("watched").build(),
                    STORY - 1);
            assertThat(one).extracting(InventoryEvent::getProductId).containsOnly("watched");
        }
    }

    @Test
    void returnsOfACustomer() {
        story();
        for (String client : new String[] {"alice", "warehouse"}) {
            List<WatchReturnsResponse> all = returns(client, 0, STORY);
            assertThat(all)
                    .extracting(WatchReturnsResponse::getPosition)
                    .isSorted()
                    .doesNotHaveDuplicates();
            returns(client, all.get(2).getPosition(), STORY - 3);
        }
        Polled nothing = returns.byPoll("bob", RETURNS, returnsAfter(0), AT_ONCE, Duration.ZERO);
        assertThat(nothing.events()).isEmpty();
    }

    @Test
    void fromNow_pollsGoOnWhereTheyBegan() {
        Polled begun = products.byPoll(
                "auditor", INVENTORY, WatchInventoryRequest.getDefaultInstance(), AT_ONCE, Duration.ZERO);
        assertThat(begun.events()).isEmpty();
        landscape.products("warehouse").adjustInventory(Shop.adjustment("watched", 11));
        List<InventoryEvent> next = inventory("auditor", inventoryAfter(begun.nextAfter()), 1);
        assertThat(next).extracting(InventoryEvent::getChange).containsExactly(11);
    }

    @Test
    void positionsThatAreNone() {
        for (long position : new long[] {-1, Long.MAX_VALUE}) {
            refused(products, "auditor", INVENTORY, inventoryAfter(position));
            refused(returns, "alice", RETURNS, returnsAfter(position));
        }
        refused(
                products,
                "auditor",
                INVENTORY,
                inventoryAfter(0).toBuilder().addProductIds("No Such").build());
        refused(
                products,
                "auditor",
                INVENTORY,
                inventoryAfter(0).toBuilder()
                        .addAllProductIds(Stream.iterate(0, i -> i + 1)
                                .limit(101)
                                .map(i -> "p-" + i)
                                .toList())
                        .build());
    }

    @Test
    void positionExpired() {
        story();
        Retention.deleteEvents(landscape, Built.PRODUCT_MGMT, "inventory_event");
        Retention.deleteEvents(landscape, Built.RETURN, "return_event");
        products.awaitThrift();
        returns.awaitThrift();
        for (String reason : new String[] {
            refused(products, "auditor", INVENTORY, inventoryAfter(1)),
            refused(returns, "alice", RETURNS, returnsAfter(1))
        }) {
            assertThat(reason).isEqualTo("POSITION_EXPIRED");
        }
    }

    /** A return that is accepted, and one that is withdrawn: changes of many kinds. */
    private static void story() {
        shop.inspect(settled(shop.open("watched", 3)), Verdict.VERDICT_ACCEPT);
        shop.cancel(settled(shop.open("watched", 2)));
        landscape.products("warehouse").adjustInventory(Shop.adjustment("watched", -4));
        landscape.products("warehouse").adjustInventory(Shop.adjustment("other", 1));
    }

    private static ProductReturn settled(ProductReturn opened) {
        Eventually.until(
                "the return is in quarantine", WAIT, () -> shop.read(opened).getHistoryCount() > 1);
        return opened;
    }

    private static List<InventoryEvent> inventory(String client, WatchInventoryRequest request, int count) {
        List<InventoryEvent> streamed = products.byWatch(client, INVENTORY, request, count).stream()
                .map(WatchInventoryResponse::getEvent)
                .toList();
        List<Message> polled = polled(products, client, INVENTORY, request, count, InventoryEvent.getDefaultInstance());
        assertThat(polled).isEqualTo(streamed);
        return streamed;
    }

    private static List<WatchReturnsResponse> returns(String client, long after, int count) {
        List<WatchReturnsResponse> streamed = returns.byWatch(client, RETURNS, returnsAfter(after), count);
        assertThat(polled(
                        returns,
                        client,
                        RETURNS,
                        returnsAfter(after),
                        count,
                        WatchReturnsResponse.getDefaultInstance()))
                .isEqualTo(streamed);
        return streamed;
    }

    /** So many events, by polls that each go on where the one before ended. */
    @SuppressWarnings("unchecked") // a request with another position is a request
    private static <Q extends Message> List<Message> polled(
            TwoWires wires, String client, MethodDescriptor<Q, ?> method, Q request, int count, Message event) {
        List<Message> found = new ArrayList<>();
        Q next = request;
        while (found.size() < count) {
            Polled polled = wires.byPoll(client, method, next, AT_ONCE, WAIT);
            assertThat(polled.events()).isNotEmpty().hasSizeLessThanOrEqualTo(AT_ONCE);
            found.addAll(polled.events(event));
            next = (Q) next.toBuilder()
                    .setField(next.getDescriptorForType().findFieldByName("after"), polled.nextAfter())
                    .build();
        }
        return found.subList(0, count);
    }

    private static <Q extends Message, A extends Message> String refused(
            TwoWires wires, String client, MethodDescriptor<Q, A> method, Q request) {
        var refusal = Alike.refusal(
                () -> wires.byWatch(client, method, request, 1),
                () -> wires.byPoll(client, method, request, AT_ONCE, Duration.ZERO));
        assertThat(refusal.kind()).isIn(Kind.INVALID, Kind.OUT_OF_RANGE);
        return refusal.reason();
    }

    private static WatchInventoryRequest inventoryAfter(long position) {
        return WatchInventoryRequest.newBuilder().setAfter(position).build();
    }

    private static WatchReturnsRequest returnsAfter(long position) {
        return WatchReturnsRequest.newBuilder().setAfter(position).build();
    }
}
