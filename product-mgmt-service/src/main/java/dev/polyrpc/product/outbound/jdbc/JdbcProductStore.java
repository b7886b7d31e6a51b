package dev.polyrpc.product.outbound.jdbc;

import dev.polyrpc.product.domain.Command;
import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.InventoryWatch;
import dev.polyrpc.product.domain.KeptProduct;
import dev.polyrpc.product.domain.MoveStock;
import dev.polyrpc.product.domain.Page;
import dev.polyrpc.product.domain.PageRequest;
import dev.polyrpc.product.domain.ProductStore;
import dev.polyrpc.product.domain.RequestKey;
import dev.polyrpc.store.PageTokens;
import dev.polyrpc.store.Request;
import dev.polyrpc.store.RequestLog;
import dev.polyrpc.store.Sql;
import dev.polyrpc.store.SqliteStore;
import dev.polyrpc.store.feed.EventTable;
import dev.polyrpc.store.feed.Feed;
import dev.polyrpc.store.feed.Watch;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps products in an embedded database. Safe for use by many threads. */
public final class JdbcProductStore implements ProductStore {
    /** The table that watches follow. */
    public static final EventTable<InventoryEvent> EVENTS = new EventTable<>(
            "inventory_event",
            InventoryEvent::position,
            "SELECT position, event_time FROM inventory_event ORDER BY position LIMIT ?");

    private static final String ANYBODY = "";

    private final SqliteStore store;
    private final ProductReads reads;
    private final Feed<InventoryEvent> feed;
    private final Clock clock;
    private final RequestLog requests;
    private final RequestLog movements;
    private final PageTokens tokens;

    /** Makes the store on an open database, whose events are published to a feed of {@link #EVENTS}. */
    public JdbcProductStore(SqliteStore store, Feed<InventoryEvent> feed, Clock clock) {
        this.store = store;
        this.reads = new ProductReads(store);
        this.feed = feed;
        this.clock = clock;
        this.requests = new RequestLog(store, clock);
        this.movements = RequestLog.forEver(store, clock, "movement_id");
        this.tokens = PageTokens.of(store);
    }

    @Override
    public Optional<KeptProduct> find(String productId) {
        return reads.find(productId);
    }

    @Override
    public CompletionStage<List<KeptProduct>> findAll(List<String> productIds) {
        return reads.findAll(productIds);
    }

    @Override
    public CompletionStage<Page<KeptProduct>> list(PageRequest page) {
        String query = "products";
        String after = page.token().isEmpty() ? "" : tokens.open(query, page.token());
        return reads.page(after, page.size(), found -> page(found, page.size(), query, Function.identity()));
    }

    @Override
    public Page<InventoryEvent> events(String productId, PageRequest page) {
        String query = "events before " + productId;
        long before = page.token().isEmpty() ? Long.MAX_VALUE : Long.parseLong(tokens.open(query, page.token()));
        List<InventoryEvent> found = store.read(sql -> events(sql, productId, before, page.size() + 1));
        return page(found, page.size(), query, event -> String.valueOf(event.position()));
    }

    private static List<InventoryEvent> events(Sql sql, String productId, long before, int limit) {
        if (productId.isEmpty()) {
            return InventoryEventRows.page(sql, before, limit);
        }
        return before == Long.MAX_VALUE
                ? InventoryEventRows.latest(sql, json(List.of(productId)), limit)
                : InventoryEventRows.pageOfProduct(sql, productId, before, limit);
    }

    @Override
    public List<InventoryEvent> latestEvents(List<String> productIds, int limit) {
        return store.read(sql -> InventoryEventRows.latest(sql, json(productIds), limit));
    }

    @Override
    public InventoryWatch watch(@Nullable Long after, Set<String> productIds, Runnable more) {
        Watch<InventoryEvent> events = feed.watch(after, InventorySelection.of(productIds), more);
        return new InventoryWatch(events.start(), events::next, events::position, events::behind, events::close);
    }

    @Override
    public <T> CompletionStage<T> write(RequestKey key, Class<T> answer, Command<T> command) {
        Request request = new Request(key.subject(), command.getClass().getSimpleName(), key.requestId(), command);
        return requests.write(request, answer, sql -> command.decide(transaction(sql)));
    }

    @Override
    public CompletionStage<InventoryEvent> write(MoveStock movement) {
        Request request = new Request(ANYBODY, "MoveStock", movement.movementId(), movement, movement.refusalIsFinal());
        return movements.write(request, InventoryEvent.class, sql -> movement.decide(transaction(sql)));
    }

    private JdbcTransaction transaction(Sql sql) {
        return new JdbcTransaction(sql, reads, feed, clock.instant());
    }

    /** A page of what was found, one more than fits being the sign that there is a next page. */
    private <T> Page<T> page(List<T> found, int size, String query, Function<T, String> cursor) {
        if (found.size() <= size) {
            return new Page<>(found, "");
        }
        List<T> items = found.subList(0, size);
        return new Page<>(items, tokens.seal(query, cursor.apply(items.get(size - 1))));
    }

    /** Ids as a JSON array; checked ids hold nothing that JSON would have to escape. */
    static String json(Collection<String> productIds) {
        return productIds.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }
}
