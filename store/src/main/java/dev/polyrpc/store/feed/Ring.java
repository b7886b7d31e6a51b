package dev.polyrpc.store.feed;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The latest events, numbered from 0 as they come, so that any number of readers find them without a lock. One thread adds;
 * a reader that is too slow finds that an event is gone.
 */
final class Ring<E> {
    /** The answer where events may be missing: the table has them. */
    static final long BEHIND = -1;

    private final AtomicReferenceArray<@Nullable E> slots;
    private final ToLongFunction<E> position;
    private final long start;
    private volatile long head; // number of the next event; the slot that it will overwrite counts as gone already
    private volatile long newest;

    /**
     * Makes an empty ring.
     *
     * @param size a power of two
     * @param start position after which all events will be added
     */
    Ring(int size, ToLongFunction<E> position, long start) {
        this.slots = new AtomicReferenceArray<>(size);
        this.position = position;
        this.start = start;
        this.newest = start;
    }

    void add(E event) {
        long number = head;
        slots.set(slot(number), event);
        head = number + 1;
        newest = position.applyAsLong(event);
    }

    /** The number of the next event to come. */
    long head() {
        return head;
    }

    /** The position up to which all events have been added. */
    long newest() {
        return newest;
    }

    /** The event of a number below the head; null when it is gone. */
    @Nullable
    E get(long number) {
        E event = slots.get(slot(number));
        return head - number < slots.length() ? event : null;
    }

    /** The number of the first event after a position; BEHIND when events between the two may be gone. */
    long after(long cursor) {
        long first = Math.max(0, head - slots.length() + 1);
        long low = first;
        long high = head;
        while (low < high) {
            long middle = (low + high) >>> 1;
            E event = get(middle);
            if (event == null) {
                return BEHIND;
            }
            if (position.applyAsLong(event) <= cursor) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        boolean seamless = low > first || (first == 0 && cursor >= start);
        return seamless ? low : BEHIND;
    }

    private int slot(long number) {
        return (int) number & (slots.length() - 1);
    }
}
