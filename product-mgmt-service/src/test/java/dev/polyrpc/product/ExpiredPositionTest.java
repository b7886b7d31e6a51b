package dev.polyrpc.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose older events are no longer kept, as far as its clients see. */
final class ExpiredPositionTest {
    private static final int DELETED = 3;

    @TempDir
    static Path folder;

    private static ProductMgmtFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new ProductMgmtFixture(folder);
        for (String product : new String[] {"chai", "chang", "konbu", "tofu", "pavlova"}) {
            fixture.product(product, 1); // an event each
        }
        deleteOldest(); // what Retention does, which its own test sees: it runs once a minute
        fixture.restart();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void watch_afterAPositionNoLongerKept_isToldTheOldest() {
        Failure expired = Watcher.on(fixture.warehouse(), request(1)).failure();

        assertThat(expired.kind()).isEqualTo(Kind.OUT_OF_RANGE);
        assertThat(expired.reason()).isEqualTo("POSITION_EXPIRED");
        assertThat(expired.getMessage())
                .isEqualTo("after: 1 (expected: 0, or at least 3: the oldest that is kept is 4)");
        assertThat(expired.details()).containsEntry("oldest", "4");
    }

    @Test
    void watch_afterTheLastDeleted_orZero_beginsWithTheOldest() throws Exception {
        for (long after : new long[] {0, DELETED}) {
            Watcher watcher = Watcher.on(fixture.warehouse(), request(after));
            assertThat(watcher.take(2)).extracting(InventoryEvent::getPosition).containsExactly(4L, 5L);
            watcher.cancel();
        }
    }

    @Test
    void list_endsWithTheOldest() {
        assertThat(fixture.warehouse()
                        .listInventoryEvents(ListInventoryEventsRequest.getDefaultInstance())
                        .getEventsList())
                .extracting(InventoryEvent::getPosition)
                .containsExactly(5L, 4L);
    }

    private static WatchInventoryRequest.Builder request(long after) {
        return WatchInventoryRequest.newBuilder().setAfter(after);
    }

    private static void deleteOldest() throws Exception {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + fixture.database());
                Statement statement = database.createStatement()) {
            statement.execute("DELETE FROM inventory_event WHERE position <= " + DELETED);
            statement.execute("INSERT INTO feed (name, deleted_to) VALUES ('inventory_event', " + DELETED + ")");
        }
    }
}
