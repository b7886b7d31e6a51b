package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.Policy;
import dev.polyrpc.kit.identity.BearerToken;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends a stream when its caller's token ends; a unary call is over before that matters. */
final class ExpiryInterceptor implements ServerInterceptor {
    private final ScheduledExecutorService timer;
    private final Map<String, Policy> policies;
    private final Clock clock = Clock.systemUTC();

    ExpiryInterceptor(ScheduledExecutorService timer, Map<String, Policy> policies) {
        this.timer = timer;
        this.policies = policies;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Policy policy = policies.get(call.getMethodDescriptor().getFullMethodName());
        if (policy == null || policy.unary() || policy.open()) {
            return next.startCall(call, headers);
        }
        String id = CallContext.requestId();
        Duration left = Duration.between(clock.instant(), CallContext.caller().expiry());
        Future<?> end = timer.schedule(
                () -> Refusal.close(call, BearerToken.refused("TOKEN_EXPIRED"), id),
                left.toNanos(),
                TimeUnit.NANOSECONDS);
        Context.current().addListener(ended -> end.cancel(false), Runnable::run);
        return next.startCall(call, headers);
    }
}
