package dev.polyrpc.product.outbound.jdbc;

import dev.polyrpc.product.domain.InventoryCause;
import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.Stock;
import dev.polyrpc.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The table {@code inventory_event}. */
final class InventoryEventRows {
    private static final String COLUMNS = "product_id, cause, change, on_hand, quarantined, written_off,"
            + " stock_version, movement_id, initiated_by, event_time";
    private static final String PAGE =
            "SELECT position, " + COLUMNS + " FROM inventory_event WHERE position < ? ORDER BY position DESC LIMIT ?";
    /** From an event back to those before it of the same product: where it begins is to be put in its place. */
    private static final String CHAIN = "WITH RECURSIVE chain AS (SELECT event.*, %s UNION ALL"
            + " SELECT event.*, place, number + 1 FROM chain JOIN inventory_event AS event"
            + " ON event.position = chain.previous WHERE number < ?)"
            + " SELECT position, " + COLUMNS + " FROM chain ORDER BY place, position DESC";

    private static final String LATEST_OF_PRODUCTS = CHAIN.formatted("asked.key AS place, 1 AS number"
            + " FROM json_each(?) AS asked JOIN product ON product.product_id = asked.value"
            + " JOIN inventory_event AS event ON event.position = product.last_event");
    private static final String PAGE_OF_PRODUCT = CHAIN.formatted("0 AS place, 1 AS number FROM inventory_event AS last"
            + " JOIN inventory_event AS event ON event.position = last.previous"
            + " WHERE last.position = ? AND last.product_id = ?");
    private static final String AFTER =
            "SELECT position, " + COLUMNS + " FROM inventory_event WHERE position > ? AND position <= ?";
    private static final String IN_ORDER = " ORDER BY position LIMIT ?";
    private static final String OF_PRODUCTS = " AND product_id IN (SELECT value FROM json_each(?))";
    private static final String INSERT =
            "INSERT INTO inventory_event (" + COLUMNS + ", previous) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                    + " (SELECT last_event FROM product WHERE product_id = ?)) RETURNING position";

    private InventoryEventRows() {}

    static List<InventoryEvent> page(Sql sql, long before, int limit) {
        return sql.list(PAGE, InventoryEventRows::read, before, limit);
    }

    static List<InventoryEvent> pageOfProduct(Sql sql, String productId, long before, int limit) {
        return sql.list(PAGE_OF_PRODUCT, InventoryEventRows::read, before, productId, limit);
    }

    static List<InventoryEvent> latest(Sql sql, String idsAsJson, int limit) {
        return sql.list(LATEST_OF_PRODUCTS, InventoryEventRows::read, idsAsJson, limit);
    }

    static List<InventoryEvent> after(Sql sql, long after, long upTo, int limit) {
        return sql.list(AFTER + IN_ORDER, InventoryEventRows::read, after, upTo, limit);
    }

    static List<InventoryEvent> afterOfProducts(Sql sql, long after, long upTo, String idsAsJson, int limit) {
        return sql.list(AFTER + OF_PRODUCTS + IN_ORDER, InventoryEventRows::read, after, upTo, idsAsJson, limit);
    }

    /** Appends an event; returns the position that it was given. */
    static long append(Sql sql, InventoryEvent event) {
        return sql.list(
                        INSERT,
                        row -> row.getLong(1),
                        event.productId(),
                        event.cause().name(),
                        event.change(),
                        event.stock().onHand(),
                        event.stock().quarantined(),
                        event.stock().writtenOff(),
                        event.stock().version(),
                        event.movementId(),
                        event.initiatedBy(),
                        event.eventTime().toEpochMilli(),
                        event.productId())
                .get(0);
    }

    private static InventoryEvent read(ResultSet row) throws SQLException {
        return new InventoryEvent(
                row.getLong(1),
                row.getString(2),
                InventoryCause.valueOf(row.getString(3)),
                row.getInt(4),
                new Stock(row.getInt(5), row.getInt(6), row.getInt(7), row.getLong(8)),
                row.getString(9),
                row.getString(10),
                Instant.ofEpochMilli(row.getLong(11)));
    }
}
