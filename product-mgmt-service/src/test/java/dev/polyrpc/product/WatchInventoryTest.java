package dev.polyrpc.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchInventoryTest {
    @TempDir
    static Path folder;

    private static ProductMgmtFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new ProductMgmtFixture(folder);
        fixture.product("chai", 0);
        fixture.product("chang", 0);
        adjust("chai", 1);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void watch_withoutAfter_beginsWithTheNextChange() throws Exception {
        Watcher watcher = Watcher.on(fixture.warehouse(), request());
        List<InventoryEvent> changes = adjust("chai", 3);

        assertThat(watcher.take(3)).isEqualTo(changes);
        watcher.cancel();
    }

    @Test
    void watch_afterAPosition_goesOnFromThere() throws Exception {
        List<InventoryEvent> before = adjust("chai", 300);
        Watcher watcher =
                Watcher.on(fixture.warehouse(), request().setAfter(before.get(9).getPosition()));
        List<InventoryEvent> since = adjust("chang", 5);
        List<InventoryEvent> expected = new ArrayList<>(before.subList(10, 300));
        expected.addAll(since);

        assertThat(watcher.take(295)).isEqualTo(expected);
        watcher.cancel();
    }

    @Test
    void watch_afterZero_beginsWithTheOldest() throws Exception {
        Watcher watcher = Watcher.on(fixture.warehouse(), request().setAfter(0));

        assertThat(watcher.take(1).get(0).getPosition()).isEqualTo(1);
        watcher.cancel();
    }

    @Test
    void watch_ofProducts_givesTheirChangesAlone() throws Exception {
        long before = adjust("chai", 1).get(0).getPosition();
        List<InventoryEvent> old = adjust("chang", 2);
        adjust("chai", 200);
        Watcher watcher =
                Watcher.on(fixture.warehouse(), request().setAfter(before).addProductIds("chang"));
        adjust("chai", 2);
        List<InventoryEvent> expected = new ArrayList<>(old);
        expected.addAll(adjust("chang", 2));

        assertThat(watcher.take(4)).isEqualTo(expected);
        watcher.cancel();
    }

    @Test
    void watch_accepted_saysWhereItBegins() {
        long newest = adjust("chai", 1).get(0).getPosition();
        Watcher fromNow = Watcher.on(fixture.warehouse(), request());
        Watcher resumed = Watcher.on(fixture.warehouse(), request().setAfter(1));

        assertThat(fromNow.start()).isEqualTo(newest);
        assertThat(resumed.start()).isEqualTo(1);
        fromNow.cancel();
        resumed.cancel();
    }

    @Test
    void watch_byACustomer_namesHerOwnReturnAlone() throws Exception {
        Watcher alice = Watcher.on(
                fixture.as("alice", fixture.issuer().token("alice", "product-mgmt", "product:read")), request());
        Watcher staff = Watcher.on(fixture.warehouse(), request());
        for (String customer : List.of("alice", "bob")) {
            fixture.returning(customer, "stock:quarantine")
                    .moveStock(MoveStockRequest.newBuilder()
                            .setMovementId("returns/" + customer + ":quarantine")
                            .setProductId("chai")
                            .setQuantity(1)
                            .setMovement(Movement.MOVEMENT_QUARANTINE)
                            .setInitiatedBy(customer)
                            .build());
        }

        assertThat(alice.take(2)).extracting(InventoryEvent::getInitiatedBy).containsExactly("alice", "");
        assertThat(staff.take(2)).extracting(InventoryEvent::getInitiatedBy).containsExactly("alice", "bob");
        alice.cancel();
        staff.cancel();
    }

    @Test
    void watch_serviceRestarts_resumesWithoutGapOrRepetition() throws Exception {
        Watcher before = Watcher.on(fixture.warehouse(), request());
        List<InventoryEvent> expected = new ArrayList<>(adjust("chai", 5));
        List<InventoryEvent> seen = new ArrayList<>(before.take(3));
        fixture.restart();
        expected.addAll(adjust("chai", 2));
        Watcher after =
                Watcher.on(fixture.warehouse(), request().setAfter(seen.get(2).getPosition()));
        expected.addAll(adjust("chai", 2));
        seen.addAll(after.take(6));

        assertThat(seen).isEqualTo(expected);
        after.cancel();
    }

    @Test
    void watch_wrongPosition_isRefused() {
        Failure negative =
                Watcher.on(fixture.warehouse(), request().setAfter(-1)).failure();
        assertThat(negative.kind()).isEqualTo(Kind.INVALID);
        assertThat(negative.reason()).isEqualTo("POSITION_INVALID");

        Failure ahead =
                Watcher.on(fixture.warehouse(), request().setAfter(1_000_000)).failure();
        assertThat(ahead.kind()).isEqualTo(Kind.OUT_OF_RANGE);
        assertThat(ahead.reason()).isEqualTo("POSITION_AHEAD");
        assertThat(ahead.getMessage()).startsWith("after: 1000000 (expected: at most ");
    }

    @Test
    void watch_wrongProducts_isRefused() {
        WatchInventoryRequest.Builder tooMany = request();
        IntStream.range(0, 101).forEach(i -> tooMany.addProductIds("p" + i));

        assertThat(Watcher.on(fixture.warehouse(), tooMany).failure().reason()).isEqualTo("BATCH_SIZE_OUT_OF_RANGE");
        assertThat(Watcher.on(fixture.warehouse(), request().addProductIds("Chai"))
                        .failure()
                        .reason())
                .isEqualTo("PRODUCT_ID_INVALID");
    }

    private static WatchInventoryRequest.Builder request() {
        return WatchInventoryRequest.newBuilder();
    }

    private static List<InventoryEvent> adjust(String productId, int times) {
        var warehouse = fixture.warehouse();
        return IntStream.range(0, times)
                .mapToObj(i -> warehouse
                        .adjustInventory(AdjustInventoryRequest.newBuilder()
                                .setProductId(productId)
                                .setChange(1)
                                .setRequestId(ProductMgmtFixture.newRequestId())
                                .build())
                        .getEvent())
                .toList();
    }
}
