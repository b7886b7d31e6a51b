package dev.polyrpc.returns.outbound.jdbc;

import dev.polyrpc.returns.domain.Intent;
import dev.polyrpc.returns.domain.Page;
import dev.polyrpc.returns.domain.ProductReturn;
import dev.polyrpc.returns.domain.RequestKey;
import dev.polyrpc.returns.domain.ReturnChanges;
import dev.polyrpc.returns.domain.ReturnEvent;
import dev.polyrpc.returns.domain.ReturnState;
import dev.polyrpc.returns.domain.ReturnStore;
import dev.polyrpc.returns.domain.ReturnWatch;
import dev.polyrpc.store.PageTokens;
import dev.polyrpc.store.Request;
import dev.polyrpc.store.RequestLog;
import dev.polyrpc.store.SqliteStore;
import dev.polyrpc.store.feed.EventTable;
import dev.polyrpc.store.feed.Feed;
import dev.polyrpc.store.feed.Watch;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps returns in SQLite. Safe for use by many threads. */
public final class JdbcReturnStore implements ReturnStore {
    /** The table that watches follow. */
    public static final EventTable<ReturnEvent> EVENTS = new EventTable<>(
            "return_event",
            ReturnEvent::position,
            "SELECT position, change_time FROM return_event JOIN return_history USING (return_id, number)"
                    + " ORDER BY position LIMIT ?");

    private final SqliteStore store;
    private final Feed<ReturnEvent> feed;
    private final RequestLog requests;
    private final PageTokens tokens;

    /** Keeps returns in a store that has the schema {@code db/return}, whose events go to a feed of {@link #EVENTS}. */
    public JdbcReturnStore(SqliteStore store, Feed<ReturnEvent> feed, Clock clock) {
        this.store = store;
        this.feed = feed;
        this.requests = new RequestLog(store, clock);
        this.tokens = PageTokens.of(store);
    }

    @Override
    public CompletionStage<Intent> once(RequestKey key, Function<ReturnChanges, Intent> change) {
        return requests.write(
                new Request(key.subject(), key.method(), key.requestId(), key.command()),
                Intent.class,
                sql -> change.apply(new JdbcReturnChanges(sql, feed)));
    }

    @Override
    public <T> CompletionStage<T> write(Function<ReturnChanges, T> change) {
        return store.write(sql -> change.apply(new JdbcReturnChanges(sql, feed)));
    }

    @Override
    public ReturnWatch watch(@Nullable Long after, @Nullable String customer, Runnable more) {
        Watch<ReturnEvent> events = feed.watch(after, new ReturnSelection(customer), more);
        return new ReturnWatch(events.start(), events::next, events::position, events::behind, events::close);
    }

    @Override
    public Optional<ProductReturn> find(String returnId) {
        return store.read(sql -> ReturnRows.find(sql, returnId));
    }

    @Override
    public List<ProductReturn> findAll(List<String> returnIds) {
        return store.read(sql -> ReturnRows.list(sql, "SELECT value FROM json_each(?)", json(returnIds)));
    }

    @Override
    public Page list(Filter filter, int size, String token) {
        String query = "ListReturns %s %s %s"
                .formatted(
                        filter.state(), filter.productId(), filter.customer() == null ? "" : "of " + filter.customer());
        List<ProductReturn> found = rows(filter, token.isEmpty() ? null : tokens.open(query, token), size + 1);
        return found.size() <= size
                ? new Page(found, "")
                : new Page(
                        found.subList(0, size),
                        tokens.seal(query, found.get(size - 1).returnId()));
    }

    private List<ProductReturn> rows(Filter filter, @Nullable String before, int limit) {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        if (filter.customer() != null) {
            conditions.add("customer = ?");
            values.add(filter.customer());
        }
        if (filter.state() != null) {
            conditions.add("state = ?");
            values.add(filter.state().name());
        }
        if (filter.productId() != null) {
            conditions.add("product_id = ?");
            values.add(filter.productId());
        }
        if (before != null) {
            conditions.add("return_id < ?");
            values.add(before);
        }
        values.add(limit);
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return store.read(sql -> ReturnRows.list(
                sql,
                "SELECT return_id FROM product_return" + where + " ORDER BY return_id DESC LIMIT ?",
                values.toArray()));
    }

    @Override
    public List<ProductReturn> latest(@Nullable String customer, List<String> productIds, int limit) {
        String ids = "SELECT one.return_id FROM json_each(?) AS asked JOIN product_return AS one ON one.return_id IN"
                + " (SELECT return_id FROM product_return WHERE product_id = asked.value"
                + (customer == null ? "" : " AND customer = ?")
                + " ORDER BY return_id DESC LIMIT ?)";
        return store.read(sql -> customer == null
                ? ReturnRows.list(sql, ids, json(productIds), limit)
                : ReturnRows.list(sql, ids, json(productIds), customer, limit));
    }

    /** Ids as a JSON array; checked ids hold nothing that JSON would have to escape. */
    private static String json(List<String> ids) {
        return ids.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }

    @Override
    public List<ProductReturn> due(Instant now, int limit) {
        return store.read(sql -> ReturnRows.list(
                sql,
                "SELECT return_id FROM saga WHERE due_time <= ? ORDER BY due_time LIMIT ?",
                now.toEpochMilli(),
                limit));
    }

    @Override
    public Map<ReturnState, Long> countByState() {
        Map<ReturnState, Long> counts = new EnumMap<>(ReturnState.class);
        for (ReturnState state : ReturnState.values()) {
            counts.put(state, 0L);
        }
        store.read(sql -> sql.list(
                        "SELECT state, COUNT(*) FROM product_return GROUP BY state",
                        row -> Map.entry(ReturnState.valueOf(row.getString(1)), row.getLong(2))))
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    @Override
    public Optional<Instant> oldestInQuarantine() {
        return store.read(sql -> sql.first(
                "SELECT update_time FROM product_return WHERE state = 'QUARANTINED' ORDER BY update_time LIMIT 1",
                row -> Instant.ofEpochMilli(row.getLong(1))));
    }
}
