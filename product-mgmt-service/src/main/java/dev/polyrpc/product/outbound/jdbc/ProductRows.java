package dev.polyrpc.product.outbound.jdbc;

import dev.polyrpc.product.domain.CatalogueEntry;
import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.Product;
import dev.polyrpc.product.domain.Stock;
import dev.polyrpc.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code product}. */
final class ProductRows {
    private static final String COLUMNS = "product_id, name, category, quantity_per_unit, unit_price_cents,"
            + " discontinued, revision, on_hand, quarantined, written_off, stock_version, create_time, update_time";
    private static final String FIND = "SELECT " + COLUMNS + " FROM product WHERE product_id = ?";
    private static final String FIND_ALL = "SELECT " + COLUMNS
            + " FROM json_each(?) AS asked JOIN product ON product_id = asked.value ORDER BY asked.key";
    private static final String IDS_OF_PAGE =
            "SELECT product_id FROM product WHERE product_id > ? ORDER BY product_id LIMIT ?";
    private static final String INSERT =
            "INSERT INTO product (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String EDIT = "UPDATE product SET name = ?, category = ?, quantity_per_unit = ?,"
            + " unit_price_cents = ?, discontinued = ?, revision = ?, update_time = ? WHERE product_id = ?";
    private static final String CHANGE = "UPDATE product SET on_hand = ?, quarantined = ?, written_off = ?,"
            + " stock_version = ?, last_event = ? WHERE product_id = ? AND stock_version = ?";

    private ProductRows() {}

    static Optional<Product> find(Sql sql, String productId) {
        return sql.first(FIND, ProductRows::read, productId);
    }

    static List<Product> findAll(Sql sql, String idsAsJson) {
        return sql.list(FIND_ALL, ProductRows::read, idsAsJson);
    }

    static List<String> idsOfPage(Sql sql, String afterId, int limit) {
        return sql.list(IDS_OF_PAGE, row -> row.getString(1), afterId, limit);
    }

    static void insert(Sql sql, Product product) {
        CatalogueEntry entry = product.entry();
        Stock stock = product.stock();
        sql.update(
                INSERT,
                product.productId(),
                entry.name(),
                entry.category(),
                entry.quantityPerUnit(),
                entry.unitPriceCents(),
                entry.discontinued() ? 1 : 0,
                product.revision(),
                stock.onHand(),
                stock.quarantined(),
                stock.writtenOff(),
                stock.version(),
                product.createTime().toEpochMilli(),
                product.updateTime().toEpochMilli());
    }

    static void edit(Sql sql, Product product) {
        CatalogueEntry entry = product.entry();
        sql.update(
                EDIT,
                entry.name(),
                entry.category(),
                entry.quantityPerUnit(),
                entry.unitPriceCents(),
                entry.discontinued() ? 1 : 0,
                product.revision(),
                product.updateTime().toEpochMilli(),
                product.productId());
    }

    /** Replaces a stock by the next version of it, as the event says that is committed with it. */
    static void change(Sql sql, InventoryEvent event) {
        Stock stock = event.stock();
        int changed = sql.update(
                CHANGE,
                stock.onHand(),
                stock.quarantined(),
                stock.writtenOff(),
                stock.version(),
                event.position(),
                event.productId(),
                stock.version() - 1);
        if (changed != 1) {
            throw new IllegalStateException(
                    "%s: no stock of version %d".formatted(event.productId(), stock.version() - 1));
        }
    }

    private static Product read(ResultSet row) throws SQLException {
        return new Product(
                row.getString(1),
                new CatalogueEntry(
                        row.getString(2), row.getString(3), row.getString(4), row.getLong(5), row.getInt(6) != 0),
                row.getLong(7),
                new Stock(row.getInt(8), row.getInt(9), row.getInt(10), row.getLong(11)),
                Instant.ofEpochMilli(row.getLong(12)),
                Instant.ofEpochMilli(row.getLong(13)));
    }
}
