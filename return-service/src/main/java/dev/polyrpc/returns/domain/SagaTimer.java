package dev.polyrpc.returns.domain;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Takes up what is due, batch by batch, on a thread of its own: what calls have left behind, and what a crash has. */
public final class SagaTimer implements AutoCloseable {
    private static final int BATCH = 64;

    private final ReturnStore store;
    private final ReturnSaga saga;
    private final Clock clock;
    private final Consumer<Throwable> faults;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "saga-timer");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Makes a timer that has not started.
     *
     * @param faults told what went wrong with reading what is due
     */
    public SagaTimer(ReturnStore store, ReturnSaga saga, Clock clock, Consumer<Throwable> faults) {
        this.store = store;
        this.saga = saga;
        this.clock = clock;
        this.faults = faults;
    }

    /** Starts it: now and at each interval. */
    public void start(Duration interval) {
        var unused = timer.scheduleWithFixedDelay(this::tick, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Stops it; attempts under way end by themselves. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void tick() {
        try {
            boolean more = true;
            while (more && !timer.isShutdown()) {
                more = sweep();
            }
        } catch (RuntimeException e) { // thrown from here it would stop the timer for good
            if (!timer.isShutdown()) {
                faults.accept(e);
            }
        }
    }

    /** Takes up a batch and waits for it, so that no more than one waits for product management; true when more is due. */
    private boolean sweep() {
        List<ProductReturn> due = store.due(clock.instant(), BATCH);
        List<CompletableFuture<Boolean>> attempts =
                due.stream().map(one -> saga.resume(one).toCompletableFuture()).toList();
        boolean progress = false;
        for (CompletableFuture<Boolean> attempt : attempts) {
            progress |= attempt.join(); // ends by the attempt's own time-out
        }
        return progress && due.size() == BATCH;
    }
}
