package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What became of the calls to one backend within the last minute, and how long they took. Safe for use by many threads. */
public final class RecentCalls {
    private static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int SLOTS = 6;

    private final LongSupplier nanoTime;
    private final Slot[] slots = new Slot[SLOTS];

    /** Begins with no call. */
    public RecentCalls(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** What a client is told of them. */
    record Summary(int calls, int unanswered, LatencyCounts times) {}

    /**
     * Notes that a call has ended. One that found nobody has no time of its own; one that waited in vain has.
     *
     * @param began the time at which it began, as the clock in nanoseconds said it
     * @param failure what it failed with
     */
    public synchronized void ended(long began, @Nullable Failure failure) {
        long now = nanoTime.getAsLong();
        Slot slot = slot(now);
        boolean unreached = failure != null && failure.kind() == Kind.UNAVAILABLE;
        slot.calls++;
        if (unreached || (failure != null && failure.kind() == Kind.DEADLINE)) {
            slot.unanswered++;
        }
        if (!unreached) {
            slot.times.add(TimeUnit.NANOSECONDS.toMicros(now - began));
        }
    }

    synchronized Summary summary() {
        long current = Math.floorDiv(nanoTime.getAsLong(), SLOT_NANOS);
        int calls = 0;
        int unanswered = 0;
        LatencyCounts times = new LatencyCounts();
        for (Slot slot : slots) {
            if (slot != null && current - slot.number < SLOTS) {
                calls += slot.calls;
                unanswered += slot.unanswered;
                times.addAll(slot.times);
            }
        }
        return new Summary(calls, unanswered, times);
    }

    private Slot slot(long now) {
        long number = Math.floorDiv(now, SLOT_NANOS);
        int index = Math.floorMod(number, SLOTS);
        if (slots[index] == null || slots[index].number != number) {
            slots[index] = new Slot(number);
        }
        return slots[index];
    }

    /** Ten seconds. */
    private static final class Slot {
        private final long number;
        private final LatencyCounts times = new LatencyCounts();
        private int calls;
        private int unanswered;

        Slot(long number) {
            this.number = number;
        }
    }
}
