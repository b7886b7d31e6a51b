package dev.polyrpc.benchmark;

import java.time.Duration;

/**
 * How much a run does. Immutable.
 *
 * @param products in the catalogue
 * @param subjects whose tokens are used
 * @param events in the table that watches read from
 * @param inFlight calls at a time, over all connections
 * @param connections to each server
 * @param rounds windows of each stack, interleaved
 * @param window how long each counts
 * @param warmUp of each stack before the first window: not counted
 * @param patience spent in all on waiting for a quiet machine and on repeating windows that were disturbed
 */
public record Plan(
        int products,
        int subjects,
        int events,
        int inFlight,
        int connections,
        int rounds,
        Duration window,
        Duration warmUp,
        Duration patience) {

    /** Two minutes at most. */
    static Plan quick(int products, int subjects) {
        return new Plan(
                products,
                subjects,
                30_000,
                64,
                4,
                5,
                Duration.ofMillis(1_200),
                Duration.ofSeconds(6),
                Duration.ofSeconds(10));
    }

    /** Some eight minutes. */
    static Plan full(int products, int subjects) {
        return new Plan(
                products,
                subjects,
                100_000,
                64,
                4,
                5,
                Duration.ofSeconds(8),
                Duration.ofSeconds(20),
                Duration.ofMinutes(2));
    }

    /** Watches are measured last, on servers that are warm but for that. */
    Duration streamWarmUp() {
        return warmUp.dividedBy(2);
    }

    /** The conditions, for people. */
    @Override
    public String toString() {
        return "%,d products asked at random, %,d subjects, %d connections, %d calls in flight or a watcher each; medians of %d interleaved windows of %.1f s, after %d s warm-up each (watches: %d)"
                .formatted(
                        products,
                        subjects,
                        connections,
                        inFlight,
                        rounds,
                        window.toMillis() / 1e3,
                        warmUp.toSeconds(),
                        streamWarmUp().toSeconds());
    }
}
