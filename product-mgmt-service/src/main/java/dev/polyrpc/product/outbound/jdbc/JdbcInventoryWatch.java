package dev.polyrpc.product.outbound.jdbc;

import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.InventoryWatch;
import dev.polyrpc.store.feed.Watch;
import org.jspecify.annotations.Nullable;

/** A watch of the event table. */
record JdbcInventoryWatch(Watch<InventoryEvent> events) implements InventoryWatch {
    @Override
    public long start() {
        return events.start();
    }

    @Override
    public @Nullable InventoryEvent next() {
        return events.next();
    }

    @Override
    public void close() {
        events.close();
    }
}
