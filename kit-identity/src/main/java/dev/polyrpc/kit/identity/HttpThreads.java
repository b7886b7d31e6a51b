package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.process.DaemonThreads;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The few threads of an HTTP client. They end when idle, so there is nothing to close; beyond the bound, who hands over works. */
final class HttpThreads {
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 1_024;
    private static final int IDLE_S = 10;

    private HttpThreads() {}

    static Executor named(String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_S,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                DaemonThreads.named(name),
                new ThreadPoolExecutor.CallerRunsPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
