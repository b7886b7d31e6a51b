package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.process.DaemonThreads;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The threads of calls that wait: those of blocking methods, and those whose token is seen for the first time. A call holds
 * none while its token is looked into. Safe for use by many threads.
 */
final class CallPool implements AutoCloseable {
    private static final int MAX_THREADS = 16;
    /** New calls are refused from here on. */
    private static final int MAX_WAITING = 1_000;

    private final AtomicInteger unchecked = new AtomicInteger();
    // The queue itself has no bound, as work of calls admitted is never thrown away: one entry a call at most.
    private final ThreadPoolExecutor threads;
    private final int maxWaiting;

    CallPool() {
        this(MAX_THREADS, MAX_WAITING);
    }

    CallPool(int most, int maxWaiting) {
        this.maxWaiting = maxWaiting;
        this.threads = new ThreadPoolExecutor(
                most, most, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.named("thrift-call"));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Refuses a call that would have to wait behind too many. */
    void requireRoom() {
        if (threads.getQueue().size() + unchecked.get() >= maxWaiting) {
            throw new Failure(
                    Kind.EXHAUSTED, "OVERLOADED", "too many calls are waiting", Map.of(Faults.RETRY_AFTER_MS, "200"));
        }
    }

    void execute(Runnable task) {
        threads.execute(task);
    }

    /** Goes on with what a stage comes to, on one of the threads; or with why it fails, on the one that says so. */
    <T> void executeAfter(CompletionStage<T> stage, Consumer<T> task, Consumer<Throwable> failed) {
        unchecked.incrementAndGet();
        stage.whenComplete((value, refused) -> {
            unchecked.decrementAndGet();
            if (refused == null) {
                threads.execute(() -> task.accept(value));
            } else {
                failed.accept(refused);
            }
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
