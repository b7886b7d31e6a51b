package dev.polyrpc.kit.call;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.process.DaemonThreads;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of calls that wait: those of blocking methods, and those whose token is seen for the first time. A call holds
 * none while its token is looked into, as that may take as long as a fetch of keys. Safe for use by many threads.
 */
public final class CallPool implements Executor, AutoCloseable {
    private static final int MAX_THREADS = 16;
    /** New calls are refused from here on. */
    private static final int MAX_WAITING = 1_000;

    private final AtomicInteger unchecked = new AtomicInteger();
    // The queue itself has no bound, as work of calls admitted is never thrown away: one entry a call at most.
    private final ThreadPoolExecutor threads;
    private final int maxWaiting;

    /** Makes a pool whose threads bear a name. */
    public CallPool(String name) {
        this(name, MAX_THREADS, MAX_WAITING);
    }

    /** Makes a pool of so many threads, behind which not more than so many calls wait. */
    public CallPool(String name, int most, int maxWaiting) {
        this.maxWaiting = maxWaiting;
        this.threads = new ThreadPoolExecutor(
                most, most, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.named(name));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Whether one more call whose caller is known would have to wait behind too many: those yet to be checked do not count. */
    public boolean isFull() {
        return threads.getQueue().size() >= maxWaiting;
    }

    /** The same for a call whose token has to be checked first. */
    public boolean isFullForNew() {
        return threads.getQueue().size() + unchecked.get() >= maxWaiting;
    }

    /** What a call gets that found the pool full. */
    public static Failure full() {
        return new Failure(
                Kind.EXHAUSTED, "OVERLOADED", "too many calls are waiting", Map.of(Failure.RETRY_AFTER_MS, "200"));
    }

    /** The check of a call's token, as one that waits until it is done. */
    public <T> CompletionStage<T> counted(CompletionStage<T> check) {
        unchecked.incrementAndGet();
        return check.whenComplete((value, refused) -> unchecked.decrementAndGet());
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
