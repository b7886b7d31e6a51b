package dev.polyrpc.gateway.document;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.process.DaemonThreads;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A few threads for what would keep an event loop too long. What begins may have to wait, and is refused where too much does;
 * what has begun goes on before it. Safe for use by many threads.
 */
public final class Workers implements Executor, AutoCloseable {
    static final int MOST_WAITING = 200;
    private static final int RETRY_MS = 500;

    private final Semaphore room = new Semaphore(MOST_WAITING);
    private final AtomicLong numbers = new AtomicLong();
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
                new PriorityBlockingQueue<>(),
                DaemonThreads.named("large-request"),
                (task, closed) -> task.run()));
    }

    /** Begins a task, or refuses it with a {@link Failure}. */
    @Override
    public void execute(Runnable task) {
        if (!room.tryAcquire()) {
            throw new Failure(
                    Kind.EXHAUSTED,
                    "LARGE_REQUESTS_FULL",
                    "the gateway works on as many large documents and operations as it takes",
                    Map.of("retryAfterMs", String.valueOf(RETRY_MS)));
        }
        inTurn(() -> {
            room.release();
            task.run();
        });
    }

    /** The same for a task that was let in before, such as one event of a subscription: it waits its turn, and is never refused. */
    public void inTurn(Runnable task) {
        threads.execute(new Task(false, numbers.getAndIncrement(), task));
    }

    /** Goes on with a task that has begun; never refuses. */
    public void goOn(Runnable part) {
        threads.execute(new Task(true, numbers.getAndIncrement(), part));
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private record Task(boolean begun, long number, Runnable work) implements Runnable, Comparable<Task> {
        @Override
        public void run() {
            work.run();
        }

        @Override
        public int compareTo(Task other) {
            return begun == other.begun ? Long.compare(number, other.number) : Boolean.compare(other.begun, begun);
        }
    }
}
