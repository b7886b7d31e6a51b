package dev.polyrpc.gateway.graph;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The time that one request may take, absolute from its arrival. Immutable. */
public final class Budget {
    private final long ends;
    private final LongSupplier nanoTime;

    private Budget(long ends, LongSupplier nanoTime) {
        this.ends = ends;
        this.nanoTime = nanoTime;
    }

    /** A budget that starts now. */
    public static Budget of(Duration time, LongSupplier nanoTime) {
        return new Budget(nanoTime.getAsLong() + time.toNanos(), nanoTime);
    }

    /** What is left; zero or negative once it is over. */
    public Duration left() {
        return Duration.ofNanos(ends - nanoTime.getAsLong());
    }
}
