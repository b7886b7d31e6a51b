package dev.polyrpc.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceFutureStub;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand watchers of one service, over a few connections, each of another subject: there is a limit for each. */
final class ManyWatchersTest {
    private static final int CONNECTIONS = 8;
    private static final int WATCHERS = 1_000;
    private static final int EVENTS = 200;

    @TempDir
    static Path folder;

    private static ProductMgmtFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new ProductMgmtFixture(folder);
        fixture.product("chai", 1);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void watch_aThousandAtOnce_eachSeesAllOnceAndInOrder() throws Exception {
        List<Watcher> watchers = begin();
        long first = watchers.get(0).start() + 1;
        long begun = System.nanoTime();
        adjust();
        long last = first + EVENTS - 1;
        for (Watcher watcher : watchers) {
            assertThat(watcher.awaitPosition(last))
                    .extracting(InventoryEvent::getPosition)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(first, last).boxed().toList());
        }
        System.out.printf(
                "%d watchers, %d events: %.0f deliveries/s%n",
                WATCHERS, EVENTS, WATCHERS * EVENTS * 1e9 / (System.nanoTime() - begun));

        assertThat(fixture.watches()).isEqualTo(WATCHERS);
        watchers.forEach(Watcher::cancel);
        awaitNoWatches();
    }

    private static List<Watcher> begin() {
        List<Watcher> watchers = new ArrayList<>();
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            String token = fixture.issuer().staffToken("watcher-" + connection, "product-mgmt", "product:read");
            ProductMgmtServiceBlockingStub stub = fixture.as("warehouse", token);
            for (int i = 0; i < WATCHERS / CONNECTIONS; i++) {
                watchers.add(
                        Watcher.on(stub, WatchInventoryRequest.newBuilder()).flow());
            }
        }
        return watchers;
    }

    private static void adjust() throws Exception {
        ProductMgmtServiceBlockingStub stub = fixture.warehouse();
        ProductMgmtServiceFutureStub warehouse = ProductMgmtServiceGrpc.newFutureStub(stub.getChannel())
                .withCallCredentials(stub.getCallOptions().getCredentials());
        List<Future<?>> adjusting = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            adjusting.add(warehouse.adjustInventory(AdjustInventoryRequest.newBuilder()
                    .setProductId("chai")
                    .setChange(1)
                    .setRequestId(ProductMgmtFixture.newRequestId())
                    .build()));
        }
        for (Future<?> one : adjusting) {
            one.get(20, TimeUnit.SECONDS);
        }
    }

    private static void awaitNoWatches() throws Exception {
        Instant latest = Instant.now().plus(Duration.ofSeconds(20));
        while (fixture.watches() > 0) {
            assertThat(Instant.now()).as("watches are left behind").isBefore(latest);
        }
    }
}
