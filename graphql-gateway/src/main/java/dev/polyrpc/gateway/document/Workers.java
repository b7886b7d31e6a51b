package dev.polyrpc.gateway.document;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.process.DaemonThreads;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A few threads for what would keep an event loop too long; what they cannot take is refused at once. Safe for use by many threads. */
public final class Workers implements Executor, AutoCloseable {
    private static final int MOST_WAITING = 200;
    private static final int RETRY_MS = 500;

    private final ThreadPoolExecutor threads;

    private Workers(ThreadPoolExecutor threads) {
        this.threads = threads;
    }

    /** Starts half as many threads as there are processors; none runs before it has something to do. */
    public static Workers start() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new Workers(new ThreadPoolExecutor(
                count,
                count,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(MOST_WAITING),
                DaemonThreads.named("large-document"),
                (task, full) -> {
                    throw new Failure(
                            Kind.EXHAUSTED,
                            "LARGE_DOCUMENTS_FULL",
                            "the gateway prepares as many large documents as it takes",
                            Map.of("retryAfterMs", String.valueOf(RETRY_MS)));
                }));
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
