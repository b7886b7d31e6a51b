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
    private static final long LOOK_MS = 1_000;
    /** Faster than before, and not by chance. */
    private static final double FASTER = 1.03;
    /** Looks without such a one. */
    private static final int SETTLED = 4;

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

    /** Gives a load until it gets no faster for a while, or the time is over: then it is compiled what runs. */
    static void settle(Load load, long mostMs) throws IOException, InterruptedException {
        var failure = load.begin().toCompletableFuture();
        double best = 0;
        int since = 0;
        for (long spent = 0; spent < mostMs && since < SETTLED; spent += LOOK_MS) {
            double now = ofRunning(load, failure, LOOK_MS, () -> Duration.ZERO).perSecond();
            since = now > best * FASTER ? 0 : since + 1;
            best = Math.max(best, now);
        }
        load.end();
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
