package dev.polyrpc.store.feed;

import dev.polyrpc.kit.process.DaemonThreads;
import dev.polyrpc.store.Sql;
import dev.polyrpc.store.SqliteStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes events that have become too old, a few in each transaction, and keeps the position up to which it did: so who
 * asks for more is told rather than left with a gap. Safe for use by many threads.
 */
public final class Retention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    static final int BATCH = 500;

    private final SqliteStore store;
    private final EventTable<?> table;
    private final Clock clock;
    private final Duration kept;
    private final ScheduledExecutorService timer;

    Retention(SqliteStore store, EventTable<?> table, Clock clock, Duration kept) {
        this.store = store;
        this.table = table;
        this.clock = clock;
        this.kept = kept;
        this.timer = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("retain-" + table.name()));
    }

    /** Begins to delete what is older than it is kept: at once, and then every minute. */
    public static Retention start(SqliteStore store, EventTable<?> table, Clock clock, Duration kept) {
        Retention retention = new Retention(store, table, clock, kept);
        ScheduledFuture<?> unused =
                retention.timer.scheduleWithFixedDelay(retention::sweep, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return retention;
    }

    /** Deletes all that is too old now; returns when that is done, or has failed until the next time. */
    void sweep() {
        try {
            int deleted = BATCH;
            while (deleted == BATCH && !timer.isShutdown()) {
                CompletionStage<Integer> batch = store.write(this::deleteSome);
                deleted = batch.toCompletableFuture().join();
            }
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("old events could not be deleted");
        }
    }

    private int deleteSome(Sql sql) {
        long before = clock.millis() - kept.toMillis();
        List<Aged> old = sql.list(table.oldest(), row -> new Aged(row.getLong(1), row.getLong(2)), BATCH).stream()
                .takeWhile(event -> event.millis < before)
                .toList();
        if (!old.isEmpty()) {
            new Positions(table.name()).delete(sql, old.get(old.size() - 1).position);
        }
        return old.size();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private record Aged(long position, long millis) {}
}
