package dev.polyrpc.benchmark.load;

import org.HdrHistogram.Histogram;

/**
 * What was done between two marks.
 *
 * @param done calls answered, or messages received
 * @param latencies of the calls, in nanoseconds; empty where there are none to tell
 */
public record Tally(long done, Histogram latencies) {
    private static final long MOST_NS = 60_000_000_000L;
    private static final int DIGITS = 2;

    static Histogram histogram() {
        return new Histogram(MOST_NS, DIGITS);
    }
}
