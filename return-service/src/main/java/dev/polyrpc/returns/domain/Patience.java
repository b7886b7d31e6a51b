package dev.polyrpc.returns.domain;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a caller waits for an outcome, counted from when it was made; what is over is over. Immutable. */
public final class Patience {
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

    /** What is left; never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - nanos.getAsLong()));
    }
}
