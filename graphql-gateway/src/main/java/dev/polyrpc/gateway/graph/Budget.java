package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The time that one request may take, absolute from its arrival. Immutable. */
public final class Budget {
    /** Kept back from each call, so that the request is answered within its own time. */
    private static final Duration RESERVE = Duration.ofMillis(50);

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

    /** The time for one call to a backend, of which the most is known; a {@link Failure} where none is left. */
    public Duration forCall(Duration most) {
        Duration left = left().minus(RESERVE);
        if (left.isNegative() || left.isZero()) {
            throw new Failure(Kind.DEADLINE, "DEADLINE_EXCEEDED", "no time was left to ask");
        }
        return left.compareTo(most) < 0 ? left : most;
    }

    /** What is left; zero or negative once it is over. */
    public Duration left() {
        return Duration.ofNanos(ends - nanoTime.getAsLong());
    }
}
