package dev.polyrpc.store.feed;

import dev.polyrpc.kit.process.DaemonThreads;
import dev.polyrpc.store.Sql;
import dev.polyrpc.store.SqliteStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the events of one table to all who watch, each event once and in order, after it has committed. The latest events
 * are in memory and shared; whoever is further behind reads pages of the table. Safe for use by many threads.
 */
public final class Feed<E> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final int IDLE_S = 30;

    private final SqliteStore store;
    private final EventTable<E> table;
    private final FeedSize size;
    private final Positions positions;
    private final Ring<E> ring;
    private final Set<Watch<E>> watches = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean waking = new AtomicBoolean();
    private final ThreadPoolExecutor waker;
    private final ThreadPoolExecutor pages; // at most one read of each watch waits

    Feed(SqliteStore store, EventTable<E> table, FeedSize size) {
        this.store = store;
        this.table = table;
        this.size = size;
        this.positions = new Positions(table.name());
        long newest = store.write(positions::newest).toCompletableFuture().join();
        this.ring = new Ring<>(size.ring(), table.position(), newest);
        this.waker = pool(1, "wake-" + table.name());
        this.pages = pool(size.readers(), "read-" + table.name());
    }

    /** Follows a table from here on; no command that appends to it may run before. */
    public static <E> Feed<E> open(SqliteStore store, EventTable<E> table) {
        return new Feed<>(store, table, FeedSize.DEFAULT);
    }

    private static ThreadPoolExecutor pool(int threads, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_S,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DaemonThreads.named(name),
                new ThreadPoolExecutor.DiscardPolicy()); // closed: nobody watches any more
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Gives an event that a command has just appended to those who watch, once the command has committed. */
    public void publish(Sql sql, E event) {
        sql.afterCommit(() -> {
            ring.add(event);
            if (waking.compareAndSet(false, true)) {
                waker.execute(this::wake);
            }
        });
    }

    /**
     * Begins to watch, at a position that is fixed when this returns.
     *
     * @param after the position to go on after; 0: begin with the oldest event that is kept; null: with the next to come
     * @param more run whenever {@link Watch#next} may have an event again after it had none; on a thread of the feed's
     *     own, so it must not wait
     * @throws dev.polyrpc.kit.failure.Failure POSITION_EXPIRED, POSITION_AHEAD or POSITION_INVALID
     */
    public Watch<E> watch(@Nullable Long after, Selection<E> selection, Runnable more) {
        long cursor = after == null ? ring.newest() : after;
        if (after != null) {
            store.read(sql -> {
                positions.check(sql, cursor);
                return cursor;
            });
        }
        Watch<E> watch = new Watch<>(this, selection, cursor, more);
        watches.add(watch);
        return watch;
    }

    /** How many watch. */
    public int watches() {
        return watches.size();
    }

    void forget(Watch<E> watch) {
        watches.remove(watch);
    }

    Ring<E> ring() {
        return ring;
    }

    long position(E event) {
        return table.position().applyAsLong(event);
    }

    private void wake() {
        waking.set(false); // before the first: what comes from here on needs another round
        for (Watch<E> watch : watches) {
            safely(watch::wake);
        }
    }

    /** Reads what lies after a cursor for a watch, on another thread. */
    void read(Watch<E> watch, Selection<E> selection, long after) {
        pages.execute(() -> safely(() -> watch.arrive(page(selection, after))));
    }

    private Page<E> page(Selection<E> selection, long after) {
        try {
            return store.read(sql -> page(sql, selection, after));
        } catch (RuntimeException e) {
            return new Page<>(List.of(), after, e);
        }
    }

    private Page<E> page(Sql sql, Selection<E> selection, long after) {
        long from = after == 0 ? positions.deleted(sql) : after;
        long committed = ring.newest(); // asked before the table is: all up to there is in the table
        long upTo = Math.min(committed, from + size.span());
        List<E> events = selection.read(sql, from, upTo, size.page());
        if (after != 0) {
            positions.checkKept(sql, after); // asked after the table was: what was missing there is missed here
        }
        return events.size() < size.page()
                ? new Page<>(events, Math.max(from, upTo), null)
                : new Page<>(events, position(events.get(events.size() - 1)), null);
    }

    private static void safely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("a watch could not be told of events");
        }
    }

    /** Ends the threads; who still watches hears no more. */
    @Override
    public void close() {
        waker.shutdown();
        pages.shutdownNow();
        watches.clear();
    }
}
