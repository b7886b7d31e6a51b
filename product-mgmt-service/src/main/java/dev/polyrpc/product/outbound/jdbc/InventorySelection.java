package dev.polyrpc.product.outbound.jdbc;

import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.store.Sql;
import dev.polyrpc.store.feed.Selection;
import java.util.List;
import java.util.Set;

/**
 * The changes of some products, or of all.
 *
 * @param productIds which products; empty: all
 */
record InventorySelection(Set<String> productIds, String idsAsJson) implements Selection<InventoryEvent> {
    static InventorySelection of(Set<String> productIds) {
        return new InventorySelection(Set.copyOf(productIds), JdbcProductStore.json(productIds));
    }

    @Override
    public boolean includes(InventoryEvent event) {
        return productIds.isEmpty() || productIds.contains(event.productId());
    }

    @Override
    public List<InventoryEvent> read(Sql sql, long after, long upTo, int limit) {
        return productIds.isEmpty()
                ? InventoryEventRows.after(sql, after, upTo, limit)
                : InventoryEventRows.afterOfProducts(sql, after, upTo, idsAsJson, limit);
    }
}
