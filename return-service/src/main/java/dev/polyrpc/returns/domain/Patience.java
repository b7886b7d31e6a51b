package dev.polyrpc.returns.domain;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a caller waits for an outcome, counted from when it was made; what is over is over. Immutable. */
public final class Patience {
    /** What is kept back of a caller's time, so that the answer still arrives. */
    private static final Duration RESERVE = Duration.ofMillis(100);

    private final long end;
    private final LongSupplier nanos;

    private Patience(long end, LongSupplier nanos) {
        this.end = end;
        this.nanos = nanos;
    }

    /**
     * So long from now; nothing and less than nothing means: answer at once.
     *
     * @param nanos tells the time, in nanoseconds since whenever, as {@link System#nanoTime} does
     */
    public static Patience of(Duration time, LongSupplier nanos) {
        return new Patience(nanos.getAsLong() + time.toNanos(), nanos);
    }

    /** As long as a caller waits whose time is over in so long, and still gets the answer. */
    public static Patience within(Duration timeLeft, LongSupplier nanos) {
        return of(timeLeft.minus(RESERVE), nanos);
    }

    /** No longer than so long from now. */
    public Patience atMost(Duration most) {
        long latest = nanos.getAsLong() + most.toNanos();
        return latest - end < 0 ? new Patience(latest, nanos) : this;
    }

    /** What is left; never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - nanos.getAsLong()));
    }
}
