package dev.polyrpc.store;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * What was read of the one database of this process, kept in memory as long as it is so there. Whoever is about to change a
 * row says so with {@link #changes}: from then until the outcome is known, nobody is served from here, and then what was
 * kept before is worth nothing. So no read that begins after a write was answered finds what was before it.
 *
 * <pre>
 * int stamp = cache.stamp(key); // first
 * Row row = cache.get(key, stamp);
 * if (row == null) {
 *     row = store.read(...); // then
 *     cache.put(key, stamp, row); // last
 * }
 * </pre>
 *
 * Safe for use by many threads.
 */
public final class RowCache<V> {
    /** So many rows in use are passed by for one that is not: whoever keeps a row must not wait for a long search. */
    private static final int MOST_PASSED = 100;

    private final ConcurrentHashMap<String, Kept<V>> kept = new ConcurrentHashMap<>();
    private final long most;
    private Iterator<Kept<V>> hand = kept.values().iterator(); // where the search for room stopped; guarded by this
    /** Counts twice for each write of a key whose hash it is: odd while its outcome is open. */
    private final AtomicIntegerArray stamps;

    /** A read marks its row as used and no more: to keep rows in their order of use, each read would write to memory. */
    private static final class Kept<V> {
        final V value;
        final int stamp;
        boolean used;

        Kept(V value, int stamp) {
            this.value = value;
            this.stamp = stamp;
        }
    }

    private RowCache(long most, int stamps) {
        this.most = most;
        this.stamps = new AtomicIntegerArray(stamps);
    }

    /** Keeps at most so many rows, each until it changes; now and then another one as well, whose key has the same hash. */
    public static <V> RowCache<V> ofRows(long most) {
        return new RowCache<>(most, 1 << 16);
    }

    /** Keeps at most so many results of queries over all rows, each until any row changes. */
    public static <V> RowCache<V> ofQueries(long most) {
        return new RowCache<>(most, 1);
    }

    /** To be taken before the database is read; what was read is worth keeping under this one alone. */
    public int stamp(String key) {
        return stamps.get(slot(key));
    }

    /** What is kept and still so; null: read it. */
    public @Nullable V get(String key, int stamp) {
        Kept<V> found = kept.get(key);
        if (found == null || found.stamp != stamp || open(stamp)) {
            return null;
        }
        if (!found.used) {
            found.used = true;
        }
        return found.value;
    }

    /** Keeps what was read after the stamp was taken. */
    public void put(String key, int stamp, V value) {
        if (!open(stamp)) {
            keep(key, new Kept<>(value, stamp));
        }
    }

    /** How many there are. */
    long size() {
        return kept.mappingCount();
    }

    private void keep(String key, Kept<V> row) {
        kept.put(key, row);
        if (kept.mappingCount() > most) {
            makeRoom();
        }
    }

    /** Goes round: whatever was used since it last came by stays for another round, and what was not goes. */
    private synchronized void makeRoom() {
        int passed = 0;
        while (kept.mappingCount() > most) {
            if (!hand.hasNext()) {
                hand = kept.values().iterator();
            }
            Kept<V> next = hand.next();
            if (next.used && passed < MOST_PASSED) {
                next.used = false;
                passed++;
            } else {
                hand.remove();
            }
        }
    }

    /** To be said by the writer, in the transaction that changes what belongs to the key, before that commits. */
    public void changes(Sql sql, String key) {
        opens(sql, key);
        sql.afterCommit(() -> kept.remove(key)); // whatever a change before it in the same transaction has left
    }

    /** The same, where it is known what the row will be: once that is committed, it need not be read again. */
    public void changes(Sql sql, String key, V value) {
        opens(sql, key);
        sql.afterCommit(() -> keep(key, new Kept<>(value, stamp(key) + 1))); // served from when the stamp is so
    }

    /** Unless a change before it in the same transaction has done so: there is one writer. */
    private void opens(Sql sql, String key) {
        int slot = slot(key);
        if (!open(stamps.get(slot))) {
            sql.inAnyCase(() -> stamps.incrementAndGet(slot));
            stamps.incrementAndGet(slot);
        }
    }

    private static boolean open(int stamp) {
        return (stamp & 1) != 0;
    }

    private int slot(String key) {
        int hash = key.hashCode() * 0x9e37_79b9; // spread: ids that are numbered differ in their last digits alone
        return (hash >>> 16) & (stamps.length() - 1);
    }
}
