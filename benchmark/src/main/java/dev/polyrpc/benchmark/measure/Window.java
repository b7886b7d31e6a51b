package dev.polyrpc.benchmark.measure;

import dev.polyrpc.benchmark.load.Tally;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * What was done in a stretch of time, and what that took. Immutable.
 *
 * @param round which of the interleaved windows, from 1
 * @param serverCpu CPU time of the server
 * @param allocated bytes that the server allocated
 * @param foreign share of the machine that others used, where the system tells
 */
public record Window(
        int round, Tally tally, Duration wall, Duration serverCpu, long allocated, OptionalDouble foreign) {
    private static final double MOST_FOREIGN = 0.08;

    /** Calls or messages a second. */
    public double perSecond() {
        return tally.done() * (double) TimeUnit.SECONDS.toNanos(1) / wall.toNanos();
    }

    /** The server's CPU time for each, in microseconds. */
    public double cpuMicros() {
        return serverCpu.toNanos() / 1e3 / Math.max(1, tally.done());
    }

    /** What the server allocated for each, in bytes. */
    public double bytes() {
        return (double) allocated / Math.max(1, tally.done());
    }

    /** Microseconds that a share of the calls took at most. */
    public double micros(double percentile) {
        return tally.latencies().getValueAtPercentile(percentile) / 1e3;
    }

    /** Whether others used more of the machine than a measurement bears. */
    public boolean disturbed() {
        return foreign.orElse(0) > MOST_FOREIGN;
    }
}
