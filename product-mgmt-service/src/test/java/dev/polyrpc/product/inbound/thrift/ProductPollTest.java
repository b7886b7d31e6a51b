package dev.polyrpc.product.inbound.thrift;

import static dev.polyrpc.product.inbound.thrift.ProductThrift.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.product.ProductMgmtFixture;
import dev.polyrpc.thrift.product.v1.InventoryEvent;
import dev.polyrpc.thrift.product.v1.WatchInventoryRequest;
import dev.polyrpc.thrift.product.v1.WatchInventoryResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.thrift.TException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of stock, read by asking again and again. */
final class ProductPollTest {
    private static final int LONG_MS = 20_000;

    @TempDir
    Path folder;

    private ProductMgmtFixture fixture;
    private ProductThrift warehouse;
    private ProductThrift watcher;

    @BeforeEach
    void start() throws Exception {
        fixture = new ProductMgmtFixture(folder);
        fixture.product("chai", 1);
        fixture.product("tofu", 1);
        connect();
    }

    private void connect() throws Exception {
        warehouse = ProductThrift.warehouse(fixture);
        watcher = ProductThrift.returning(fixture, "alice", "product:read");
    }

    @AfterEach
    void stop() throws Exception {
        warehouse.close();
        watcher.close();
        fixture.close();
    }

    @Test
    void watchInventory_pagesOfTwo_tellEachChangeOnceAndInOrder() throws Exception {
        for (int i = 0; i < 5; i++) {
            warehouse.adjust("chai", 10 + i);
        }

        List<Integer> changes = new ArrayList<>();
        long after = 0;
        WatchInventoryResponse answer;
        do {
            answer = poll(after, 2, 0);
            answer.getEvents().forEach(event -> changes.add(event.getChange()));
            after = answer.getNextAfter();
        } while (!answer.getEvents().isEmpty());

        assertThat(changes).containsExactly(1, 1, 10, 11, 12, 13, 14);
    }

    @Test
    void watchInventory_afterARestart_goesOnWhereItWas()
            throws Exception { // what memory held has to come from the table
        for (int i = 0; i < 5; i++) {
            warehouse.adjust("chai", 10 + i);
        }
        long after = poll(0, 4, 0).getNextAfter();
        fixture.restart();
        connect();

        assertThat(poll(after, 0, 0).getEvents())
                .extracting(InventoryEvent::getChange)
                .containsExactly(12, 13, 14);
    }

    @Test
    void watchInventory_fromNow_waitsForTheFirstChangeOfItsProduct() throws Exception {
        long now = watcher.calls()
                .watchInventory(watcher.context(), new WatchInventoryRequest())
                .getNextAfter();
        CompletableFuture<WatchInventoryResponse> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return watcher.calls()
                        .watchInventory(
                                watcher.context(),
                                new WatchInventoryRequest(List.of("tofu"), 0, LONG_MS).setAfter(now));
            } catch (TException e) {
                throw new IllegalStateException(e);
            }
        });

        warehouse.adjust("chai", 5);
        warehouse.adjust("tofu", 6);

        List<InventoryEvent> events = answer.get(LONG_MS, TimeUnit.MILLISECONDS).getEvents();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).getChange()).isEqualTo(6);
        assertThat(events.get(0).getInitiatedBy()).isEmpty(); // alice is told of stock, not of people
    }

    @Test
    void watchInventory_nothingComes_answersWithNoneAfterTheWait() throws Exception {
        long newest = poll(0, 0, 0).getNextAfter();

        WatchInventoryResponse answer = poll(newest, 0, 100);

        assertThat(answer.getEvents()).isEmpty();
        assertThat(answer.getNextAfter()).isEqualTo(newest);
    }

    @Test
    void watchInventory_badRequest_isRefused() throws Exception { // THR-12
        assertThat(refusal(() -> poll(0, 1_001, 0)))
                .isEqualTo("INVALID_ARGUMENT LIMIT_OUT_OF_RANGE limit: 1001 (expected: 0 to 1000)");
        assertThat(refusal(() -> poll(0, 0, 20_001))).startsWith("INVALID_ARGUMENT WAIT_OUT_OF_RANGE ");
        assertThat(refusal(() -> poll(-1, 0, 0))).startsWith("INVALID_ARGUMENT POSITION_INVALID ");
        assertThat(refusal(() -> poll(1_000, 0, 0))).startsWith("OUT_OF_RANGE POSITION_AHEAD ");
    }

    @Test
    void close_pollWaiting_isAnsweredAtOnce() throws Exception { // THR-13
        long newest = poll(0, 0, 0).getNextAfter();
        CompletableFuture<WatchInventoryResponse> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return poll(newest, 0, LONG_MS);
            } catch (TException e) {
                throw new IllegalStateException(e);
            }
        });
        while (fixture.watches() < 1) {
            Thread.onSpinWait();
        }

        long start = System.nanoTime();
        fixture.restart();

        assertThat(answer.get(1, TimeUnit.SECONDS).getEvents()).isEmpty();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
        connect();
    }

    private WatchInventoryResponse poll(long after, int limit, int waitMs) throws TException {
        return watcher.calls()
                .watchInventory(watcher.context(), new WatchInventoryRequest(List.of(), limit, waitMs).setAfter(after));
    }
}
