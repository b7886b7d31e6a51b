package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.Tally;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gives a load for a while, and counts a part of it. */
final class Windows {
    private static final int MEDIAN = 50;
    private static final int LATE = 99;

    private Windows() {}

    /**
     * What was done in a window.
     *
     * @param nanos its length
     * @param cpu that what was looked at used meanwhile
     */
    record Counted(Tally tally, long nanos, Duration cpu) {
        double perSecond() {
            return tally.done() * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
        }

        double cpuMicrosEach() {
            return cpu.toNanos() / 1e3 / Math.max(1, tally.done());
        }

        double p50() {
            return micros(MEDIAN);
        }

        double p99() {
            return micros(LATE);
        }

        private double micros(int percentile) {
            return tally.latencies().getValueAtPercentile(percentile) / 1e3;
        }
    }

    /** Whose CPU time is counted. */
    interface Looked {
        Duration cpu();
    }

    static Counted of(Load load, long leadMs, long millis) throws IOException, InterruptedException {
        return of(load, leadMs, millis, () -> Duration.ZERO);
    }

    /** After a lead that does not count, a window that does. */
    static Counted of(Load load, long leadMs, long millis, Looked looked) throws IOException, InterruptedException {
        var failure = load.begin().toCompletableFuture();
        await(failure, leadMs);
        Counted counted = ofRunning(load, failure, millis, looked);
        load.end();
        return counted;
    }

    /** A window of a load that has begun before, and goes on. */
    static Counted ofRunning(Load load, CompletableFuture<Void> failure, long millis, Looked looked)
            throws IOException, InterruptedException {
        Duration before = looked.cpu();
        load.mark();
        long start = System.nanoTime();
        await(failure, millis);
        Tally tally = load.mark();
        long nanos = System.nanoTime() - start;
        return new Counted(tally, nanos, looked.cpu().minus(before));
    }

    private static void await(CompletableFuture<Void> failure, long millis) throws IOException, InterruptedException {
        try {
            failure.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException passed) {
            return;
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }
}
