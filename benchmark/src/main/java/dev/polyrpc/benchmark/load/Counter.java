package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Traffic;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.HdrHistogram.Histogram;

/** Counts what is done on one event loop. */
final class Counter {
    private final Executor loop;
    private final Traffic traffic;
    private final Histogram latencies = Tally.histogram();
    private long done;
    private long dropped;
    private long sent;
    private long received;

    Counter(Executor loop, Traffic traffic) {
        this.loop = loop;
        this.traffic = traffic;
    }

    /** A call was answered; on the loop. */
    void answered(long nanos) {
        answered(nanos, 1);
    }

    /** A call that carried so many messages was answered; on the loop. */
    void answered(long nanos, int messages) {
        done += messages;
        latencies.recordValue(Math.min(nanos, latencies.getHighestTrackableValue()));
    }

    /** So many messages went or came; on the loop. */
    void done(long messages) {
        done += messages;
    }

    /** A call was not made; on the loop. */
    void dropped() {
        dropped++;
    }

    /** What was done since the mark before; on any thread. */
    Tally mark() {
        return CompletableFuture.supplyAsync(this::take, loop).join();
    }

    private Tally take() {
        Tally tally = new Tally(done, latencies.copy(), traffic.sent() - sent, traffic.received() - received, dropped);
        latencies.reset();
        done = 0;
        dropped = 0;
        sent = traffic.sent();
        received = traffic.received();
        return tally;
    }
}
