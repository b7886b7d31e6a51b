package dev.polyrpc.benchmark.measure;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Microseconds that shares of the calls took at most; those of an open loop count from the intended start. Immutable. */
public record Latency(double p50, double p90, double p99, double p999, double max) {
    private static final double NANOS = 1e3;

    /** Of nanoseconds; null where nothing was recorded. */
    static @Nullable Latency of(Histogram nanos) {
        if (nanos.getTotalCount() == 0) {
            return null;
        }
        return new Latency(
                nanos.getValueAtPercentile(50) / NANOS,
                nanos.getValueAtPercentile(90) / NANOS,
                nanos.getValueAtPercentile(99) / NANOS,
                nanos.getValueAtPercentile(99.9) / NANOS,
                nanos.getMaxValue() / NANOS);
    }
}
