package dev.polyrpc.benchmark.load;

import org.HdrHistogram.Histogram;

/**
 * What was done between two marks.
 *
 * @param done calls answered, or messages received
 * @param latencies of the calls, in nanoseconds; empty where there are none to tell
 * @param sent bytes that went out at the client's sockets, TLS and all
 * @param received bytes that came in there
 * @param dropped calls of an open loop that were not made, as too many waited for their answers: the server cannot keep up
 */
public record Tally(long done, Histogram latencies, long sent, long received, long dropped) {
    private static final long MOST_NS = 60_000_000_000L;
    private static final int DIGITS = 2;

    /** An empty one of that kind. */
    public static Histogram histogram() {
        return new Histogram(MOST_NS, DIGITS);
    }
}
