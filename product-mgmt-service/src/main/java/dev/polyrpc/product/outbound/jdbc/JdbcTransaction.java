package dev.polyrpc.product.outbound.jdbc;

import dev.polyrpc.product.domain.InventoryCause;
import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.Product;
import dev.polyrpc.product.domain.Stock;
import dev.polyrpc.product.domain.Transaction;
import dev.polyrpc.store.Sql;
import dev.polyrpc.store.feed.Feed;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command's view of the database, on the writer's connection. */
final class JdbcTransaction implements Transaction {
    private final Sql sql;
    private final ProductReads reads;
    private final Feed<InventoryEvent> feed;
    private final Instant now;

    JdbcTransaction(Sql sql, ProductReads reads, Feed<InventoryEvent> feed, Instant now) {
        this.sql = sql;
        this.reads = reads;
        this.feed = feed;
        this.now = now;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Optional<Product> find(String productId) {
        return reads.find(sql, productId);
    }

    @Override
    public void insert(Product product) {
        reads.adds(sql, product.productId());
        ProductRows.insert(sql, product);
    }

    @Override
    public void edit(Product product) {
        reads.changes(sql, product.productId());
        ProductRows.edit(sql, product);
    }

    @Override
    public InventoryEvent change(
            Product product, InventoryCause cause, int change, @Nullable String movementId, String initiatedBy) {
        Stock stock = product.stock();
        InventoryEvent event =
                new InventoryEvent(0, product.productId(), cause, change, stock, movementId, initiatedBy, now);
        reads.changes(sql, product);
        InventoryEvent appended = event.at(InventoryEventRows.append(sql, event));
        ProductRows.change(sql, appended);
        feed.publish(sql, appended);
        return appended;
    }
}
