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
    private static final String PAGE_OF_PRODUCT = "SELECT position, " + COLUMNS
            + " FROM inventory_event WHERE product_id = ? AND stock_version < ? ORDER BY stock_version DESC LIMIT ?";
    private static final String LATEST = "SELECT position, " + COLUMNS
            + " FROM json_each(?) AS asked JOIN inventory_event AS event ON event.position IN"
            + " (SELECT latest.position FROM inventory_event AS latest WHERE latest.product_id = asked.value"
            + " ORDER BY latest.stock_version DESC LIMIT ?) ORDER BY asked.key, position DESC";
    private static final String AFTER =
            "SELECT position, " + COLUMNS + " FROM inventory_event WHERE position > ? AND position <= ?";
    private static final String IN_ORDER = " ORDER BY position LIMIT ?";
    private static final String OF_PRODUCTS = " AND product_id IN (SELECT value FROM json_each(?))";
    private static final String INSERT =
            "INSERT INTO inventory_event (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING position";

    private InventoryEventRows() {}

    static List<InventoryEvent> page(Sql sql, long before, int limit) {
        return sql.list(PAGE, InventoryEventRows::read, before, limit);
    }

    static List<InventoryEvent> pageOfProduct(Sql sql, String productId, long beforeVersion, int limit) {
        return sql.list(PAGE_OF_PRODUCT, InventoryEventRows::read, productId, beforeVersion, limit);
    }

    static List<InventoryEvent> latest(Sql sql, String idsAsJson, int limit) {
        return sql.list(LATEST, InventoryEventRows::read, idsAsJson, limit);
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
                        event.eventTime().toEpochMilli())
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
