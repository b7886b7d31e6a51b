package dev.polyrpc.store;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.process.DaemonThreads;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A few threads that read for those who must not wait themselves. Safe for use by many threads. */
final class ReadingThreads implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 1_000;
    private static final int IDLE_S = 30;

    private final ThreadPoolExecutor threads;

    ReadingThreads() {
        this(THREADS, MAX_WAITING);
    }

    ReadingThreads(int count, int maxWaiting) {
        threads = new ThreadPoolExecutor(
                count,
                count,
                IDLE_S,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(maxWaiting),
                DaemonThreads.named("reader"));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Fails EXHAUSTED where too many wait already. */
    <T> CompletionStage<T> submit(Supplier<T> read) {
        try {
            return CompletableFuture.supplyAsync(read, threads);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedStage(new Failure(
                    Kind.EXHAUSTED, "OVERLOADED", "too many reads are waiting", Map.of(Failure.RETRY_AFTER_MS, "200")));
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
