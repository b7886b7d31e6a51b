package dev.polyrpc.product;

import static dev.polyrpc.product.ProductMgmtFixture.newRequestId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.ListInventoryEventsResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of a program that found histories by an index; of its events the oldest was deleted, and the newest. */
final class OlderDatabaseTest {
    @TempDir
    Path folder;

    @Test
    void start_onOlderDatabase_historyGoesOn() throws Exception {
        makeOlderDatabase("jdbc:sqlite:" + folder.resolve("product-mgmt.db"));
        try (ProductMgmtFixture fixture = new ProductMgmtFixture(folder)) {
            assertThat(history(fixture, "chai", 20)).containsExactly(4L, 3L);

            fixture.warehouse()
                    .adjustInventory(AdjustInventoryRequest.newBuilder()
                            .setProductId("chai")
                            .setChange(1)
                            .setRequestId(newRequestId())
                            .build());

            assertThat(history(fixture, "chai", 1)).containsExactly(10L, 4L, 3L);
            assertThat(history(fixture, "chang", 1)).containsExactly(2L);
            assertThat(history(fixture, "tofu", 1)).isEmpty();
        }
    }

    /** Page by page. */
    private static List<Long> history(ProductMgmtFixture fixture, String productId, int pageSize) {
        List<Long> positions = new ArrayList<>();
        String token = "";
        do {
            ListInventoryEventsResponse page = fixture.warehouse()
                    .listInventoryEvents(ListInventoryEventsRequest.newBuilder()
                            .setProductId(productId)
                            .setPageSize(pageSize)
                            .setPageToken(token)
                            .build());
            page.getEventsList().stream().map(InventoryEvent::getPosition).forEach(positions::add);
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return positions;
    }

    private static void makeOlderDatabase(String url) throws Exception {
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/store", "classpath:db/product")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO product SELECT value, 'Tea', 'Beverages', '10 boxes', 1800, 0, 1,"
                    + " CASE value WHEN 'chai' THEN 3 WHEN 'chang' THEN 1 ELSE 0 END, 0, 0,"
                    + " CASE value WHEN 'chai' THEN 3 WHEN 'chang' THEN 1 ELSE 0 END, 1, 1"
                    + " FROM json_each('[\"chai\", \"chang\", \"tofu\"]')");
            statement.execute("INSERT INTO inventory_event (position, product_id, cause, change, on_hand, quarantined,"
                    + " written_off, stock_version, initiated_by, event_time) VALUES"
                    + " (2, 'chang', 'ADJUSTMENT', 1, 1, 0, 0, 1, 'warehouse', unixepoch() * 1000),"
                    + " (3, 'chai', 'ADJUSTMENT', 1, 2, 0, 0, 2, 'warehouse', unixepoch() * 1000),"
                    + " (4, 'chai', 'ADJUSTMENT', 1, 3, 0, 0, 3, 'warehouse', unixepoch() * 1000)");
            statement.execute("UPDATE sqlite_sequence SET seq = 9 WHERE name = 'inventory_event'");
        }
    }
}
