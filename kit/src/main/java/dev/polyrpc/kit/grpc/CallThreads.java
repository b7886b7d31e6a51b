package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.process.DaemonThreads;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Chooses the thread of each call: the event loop where nothing waits, as a hand-over costs more than such a call; the
 * bounded pool for methods that block and for tokens seen for the first time.
 */
final class CallThreads implements ServerCallExecutorSupplier, AutoCloseable {
    private static final int MAX_THREADS = 16;
    /** New calls are refused from here on. */
    private static final int MAX_WAITING = 1_000;

    private static final Executor EVENT_LOOP = Runnable::run;

    private final ThreadLocal<Boolean> shedding = ThreadLocal.withInitial(() -> false);
    private final TokenVerifier verifier;
    private final Map<String, Policy> policies;
    private final Set<String> blocking;
    // The queue itself has no bound, as work of calls admitted is never thrown away: one entry a call at most.
    private final ThreadPoolExecutor pool;
    private final int maxWaiting;

    CallThreads(TokenVerifier verifier, Map<String, Policy> policies, Set<String> blocking) {
        this(verifier, policies, blocking, MAX_THREADS, MAX_WAITING);
    }

    CallThreads(TokenVerifier verifier, Map<String, Policy> policies, Set<String> blocking, int threads, int waiting) {
        this.verifier = verifier;
        this.policies = policies;
        this.blocking = Set.copyOf(blocking);
        this.maxWaiting = waiting;
        this.pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.named("grpc-call"));
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
        if (!waits(call.getMethodDescriptor().getFullMethodName(), headers)) {
            return EVENT_LOOP;
        }
        return pool.getQueue().size() < maxWaiting ? pool : this::shed;
    }

    /** Whether the call on this thread is one that found the pool full. */
    boolean shedding() {
        return shedding.get();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    private boolean waits(String method, Metadata headers) {
        Policy policy = policies.get(method);
        if (policy == null || policy.open()) {
            return false;
        }
        if (blocking.contains(method)) {
            return true;
        }
        try {
            return verifier.cached(TokenInterceptor.token(headers)) == null;
        } catch (Failure refusedLater) {
            return false; // by TokenInterceptor, which does not wait to say so
        }
    }

    private void shed(Runnable task) {
        shedding.set(true);
        try {
            task.run();
        } finally {
            shedding.remove();
        }
    }
}
