package dev.polyrpc.systemtest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Work that goes on, round by round and each kind on a thread of its own, until it is told to stop after its round. */
final class Rounds implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(150);

    /** One round of work. */
    interface Round {
        void run(int number) throws Exception;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> under = new ArrayList<>();
    private volatile boolean working = true;

    /** Begins a kind of work, with round 1. */
    void begin(Round round) {
        under.add(threads.submit(() -> {
            for (int number = 1; working; number++) {
                round.run(number);
            }
            return null;
        }));
    }

    /** Fails where a kind of work has failed. */
    void check() {
        for (Future<?> work : under) {
            if (work.isDone()) {
                await(work);
            }
        }
    }

    /** Lets each kind finish its round, and fails where one has failed. */
    void stop() {
        working = false;
        under.forEach(Rounds::await);
    }

    @Override
    public void close() {
        working = false;
        threads.shutdownNow();
    }

    private static void await(Future<?> work) {
        try {
            work.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a round", e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("a round failed: " + e.getCause(), e);
        }
    }
}
