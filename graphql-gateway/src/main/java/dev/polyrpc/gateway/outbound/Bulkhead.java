package dev.polyrpc.gateway.outbound;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many calls to one backend may be under way. Those beyond are refused at once: they would wait behind a backend that is
 * too slow already, and hold memory that requests for others need. Safe for use by many threads.
 */
public final class Bulkhead {
    private static final String RETRY_AFTER_MS = "200";

    private final int most;
    private final AtomicInteger underWay = new AtomicInteger();

    /** None is under way yet. */
    public Bulkhead(int most) {
        this.most = most;
    }

    /** Takes a place, which is to be left; a {@link Failure} where there is none. */
    void enter() {
        if (underWay.incrementAndGet() > most) {
            leave();
            throw new Failure(
                    Kind.EXHAUSTED,
                    "BACKEND_BUSY",
                    "calls under way: %d (expected: no more)".formatted(most),
                    Map.of(Failure.RETRY_AFTER_MS, RETRY_AFTER_MS));
        }
    }

    void leave() {
        underWay.decrementAndGet();
    }
}
