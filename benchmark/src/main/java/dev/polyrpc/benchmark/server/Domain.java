package dev.polyrpc.benchmark.server;

import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.product.domain.Catalogue;
import dev.polyrpc.product.domain.Inventory;
import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.ProductStore;
import dev.polyrpc.product.outbound.jdbc.JdbcProductStore;
import dev.polyrpc.store.SqliteStore;
import dev.polyrpc.store.feed.Feed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;

/** The domain over its database, as the service wires it. Safe for use by many threads. */
public record Domain(Catalogue catalogue, Inventory inventory, Closers closers) implements AutoCloseable {
    /** Opens the database. */
    public static Domain open(Path file) {
        Closers closers = new Closers();
        SqliteStore database = SqliteStore.open(file, "classpath:db/product");
        closers.push(database::close);
        Feed<InventoryEvent> feed = Feed.open(database, JdbcProductStore.EVENTS);
        closers.push(feed::close);
        ProductStore products = new JdbcProductStore(database, feed, Clock.tickMillis(ZoneOffset.UTC));
        return new Domain(new Catalogue(products), new Inventory(products), closers);
    }

    /** The domain over the database's products as they are now; it changes none of them. */
    public static Domain inMemory(Path file) {
        try (Domain database = open(file)) {
            ProductStore products = MemoryStore.copy(database.catalogue());
            return new Domain(new Catalogue(products), new Inventory(products), new Closers());
        }
    }

    @Override
    public void close() {
        closers.close();
    }
}
