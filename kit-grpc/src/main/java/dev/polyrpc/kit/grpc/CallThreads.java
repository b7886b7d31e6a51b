package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.CallPool;
import dev.polyrpc.kit.call.Policy;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.TokenVerifier;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the thread of each call: the event loop where nothing waits, as a hand-over costs more than such a call; the
 * bounded pool for methods that block and for tokens seen for the first time. A call holds no thread while its token is
 * looked into, as that may take as long as a fetch of keys.
 */
final class CallThreads implements ServerCallExecutorSupplier, AutoCloseable {
    private static final ThreadLocal<@Nullable CompletionStage<Caller>> CHECKED = new ThreadLocal<>();
    private static final ThreadLocal<KnownCaller> KNOWN = ThreadLocal.withInitial(KnownCaller::new);
    private static final Executor EVENT_LOOP = Runnable::run;

    private final ThreadLocal<Boolean> shedding = ThreadLocal.withInitial(() -> false);
    private final TokenVerifier verifier;
    private final Map<String, Policy> policies;
    private final Set<String> blocking;
    private final CallPool pool;

    CallThreads(TokenVerifier verifier, Map<String, Policy> policies, Set<String> blocking) {
        this(verifier, policies, blocking, new CallPool("grpc-call"));
    }

    CallThreads(TokenVerifier verifier, Map<String, Policy> policies, Set<String> blocking, CallPool pool) {
        this.verifier = verifier;
        this.policies = policies;
        this.blocking = Set.copyOf(blocking);
        this.pool = pool;
    }

    @Override
    public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
        String method = call.getMethodDescriptor().getFullMethodName();
        Policy policy = policies.get(method);
        if (policy == null || policy.open()) {
            return EVENT_LOOP;
        }
        Caller known = verifier.cached(TokenInterceptor.authorization(headers));
        if (known != null && !blocking.contains(method)) {
            KNOWN.get().put(headers, known);
            return EVENT_LOOP;
        }
        String token = known == null ? token(headers) : known.token();
        if (token == null) {
            return EVENT_LOOP;
        }
        if (known == null ? pool.isFullForNew() : pool.isFull()) {
            return this::shed;
        }
        CompletionStage<Caller> check = pool.counted(verifier.verify(token));
        return task -> check.whenComplete((caller, refused) -> pool.execute(() -> run(task, check)));
    }

    /** The caller of the call with these very headers, where the token was known and nothing came in between. */
    static @Nullable Caller known(Metadata headers) {
        return KNOWN.get().take(headers);
    }

    /** The token's check of the call on this thread, done; null on the event loop, where the token was known. */
    static @Nullable CompletionStage<Caller> checked() {
        return CHECKED.get();
    }

    /** Whether the call on this thread is one that found the pool full. */
    boolean shedding() {
        return shedding.get();
    }

    @Override
    public void close() {
        pool.close();
    }

    /** The token to check; null where TokenInterceptor refuses, as there is not one. */
    private static @Nullable String token(Metadata headers) {
        try {
            return TokenInterceptor.token(headers);
        } catch (Failure refusedLater) {
            return null;
        }
    }

    private void run(Runnable task, CompletionStage<Caller> check) {
        CHECKED.set(check);
        try {
            task.run();
        } finally {
            CHECKED.remove();
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
