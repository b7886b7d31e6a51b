package dev.polyrpc.returns.domain;

import java.time.Duration;

/**
 * How long to wait before the next attempt: twice as long each time, up to a bound.
 *
 * @param first after the first attempt
 */
record Backoff(Duration first) {
    private static final int MAX_DOUBLINGS = 4;

    /** How long to wait after so many attempts, at least one. */
    Duration after(int attempts) {
        return first.multipliedBy(1L << Math.min(attempts - 1, MAX_DOUBLINGS));
    }
}
