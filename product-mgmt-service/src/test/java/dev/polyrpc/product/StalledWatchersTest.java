package dev.polyrpc.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred watchers that have much to read, and read nothing. */
final class StalledWatchersTest {
    private static final int STALLED = 100;
    private static final int EVENTS = 60_000;
    /** What the client's window, the server's buffer and a page come to, times three; all events are 7 MiB. */
    private static final long MOST_BYTES_EACH = 512 * 1024;

    @TempDir
    static Path folder;

    private static ProductMgmtFixture fixture;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws Exception {
        fixture = new ProductMgmtFixture(folder);
        fixture.product("chai", 1);
        insertEvents();
        fixture.restart(); // so that it knows of them
        channel = NettyChannelBuilder.forAddress(
                        "localhost",
                        fixture.port("grpc"),
                        TestCertificates.identity("warehouse").grpcClient("product-mgmt"))
                .flowControlWindow(64 * 1024)
                .build();
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        fixture.close();
    }

    @Test
    void watch_readersThatStall_holdNoMemoryAndHoldUpNobody() throws Exception {
        assertThat(positions(watcher().flow())).hasSize(EVENTS + 1); // warm, and the messages that are shared are made
        long before = usedBytes();
        List<Watcher> stalled =
                IntStream.range(0, STALLED).mapToObj(i -> watcher()).toList();
        for (Watcher watcher : stalled) {
            watcher.take(1);
        }
        assertThat(positions(watcher().flow())).hasSize(EVENTS + 1);
        long each = (usedBytes() - before) / STALLED;

        System.out.printf("%d stalled watchers hold %d KiB each, client and server%n", STALLED, each / 1024);
        assertThat(each).isLessThan(MOST_BYTES_EACH);
        assertThat(positions(stalled.get(7).flow()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(2, EVENTS + 1).boxed().toList());
        stalled.forEach(Watcher::cancel);
    }

    private static List<Long> positions(Watcher watcher) throws InterruptedException {
        List<Long> positions = watcher.awaitPosition(EVENTS + 1).stream()
                .map(InventoryEvent::getPosition)
                .toList();
        watcher.cancel();
        return positions;
    }

    private static Watcher watcher() {
        String token = fixture.issuer().staffToken("warehouse", "product-mgmt", "product:read");
        return Watcher.on(
                ProductMgmtServiceGrpc.newBlockingStub(channel).withCallCredentials(BearerCredentials.of(token)),
                WatchInventoryRequest.newBuilder().setAfter(0));
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void insertEvents() throws Exception {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + fixture.database());
                Statement statement = database.createStatement()) {
            statement.execute(
                    "INSERT INTO inventory_event (product_id, cause, change, on_hand, quarantined, written_off,"
                            + " stock_version, initiated_by, event_time) WITH RECURSIVE number (n) AS"
                            + " (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n <= %d)".formatted(EVENTS)
                            + " SELECT 'chai', 'ADJUSTMENT', 1, n, 0, 0, n, 'warehouse',"
                            + " unixepoch() * 1000 FROM number");
        }
    }
}
