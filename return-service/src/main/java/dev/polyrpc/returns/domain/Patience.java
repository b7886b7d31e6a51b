package dev.polyrpc.returns.domain;

import java.time.Duration;

/** How long a caller waits for an outcome, counted from now; what is over is over. Immutable. */
public final class Patience {
    private final long end;

    private Patience(long end) {
        this.end = end;
    }

    /** So long from now; nothing and less than nothing means: answer at once. */
    public static Patience of(Duration time) {
        return new Patience(System.nanoTime() + time.toNanos());
    }

    /** What is left; never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
