package dev.polyrpc.gateway.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The latest events of a tail, each with a number of its own that grows by one. Not safe for use by several threads. */
final class LatestEvents<E> {
    /** So far a subscriber may be behind the fastest, or behind where it joins. */
    static final int KEPT = 256;

    private final ToLongFunction<E> position;
    private final List<E> ring = new ArrayList<>();
    private long first;
    private long count;
    private @Nullable Long floor;
    private long head;

    LatestEvents(ToLongFunction<E> position) {
        this.position = position;
    }

    /** Whether it is known from where on none is missing. */
    boolean begun() {
        return floor != null;
    }

    /** From here on none will be missing. */
    void begin(long start) {
        floor = start;
        head = start;
    }

    /** Forgets them: what comes next does not follow them. */
    void forget() {
        ring.clear();
        first = count;
        floor = null;
    }

    /** Drops those that there are: what comes next follows them. */
    void drop() {
        ring.clear();
        first = count;
        floor = head;
    }

    void add(E event) {
        int slot = (int) ((count - first) % KEPT);
        if (ring.size() < KEPT) {
            ring.add(event);
        } else {
            floor = position.applyAsLong(ring.set(slot, event));
        }
        count++;
        head = position.applyAsLong(event);
    }

    /** Position of the last one, or where they begin. */
    long head() {
        return head;
    }

    /** Number of the next one. */
    long next() {
        return count;
    }

    /** Whether the one of that number is there no more. */
    boolean lost(long number) {
        return number < oldest();
    }

    /** The one of that number, which is neither lost nor to come. */
    E get(long number) {
        return ring.get((int) ((number - first) % KEPT));
    }

    /** Number of the first one after a position; -1 when one is missing in between. */
    long after(long seen) {
        if (floor == null || seen < floor) {
            return -1;
        }
        long number = count;
        while (number > oldest() && position.applyAsLong(get(number - 1)) > seen) {
            number--;
        }
        return number;
    }

    private long oldest() {
        return count - ring.size();
    }
}
