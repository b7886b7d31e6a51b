package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.Policy;
import dev.polyrpc.kit.identity.BearerToken;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends a stream when its caller's token ends; a unary call is over before that matters. */
final class ExpiryInterceptor implements Selective {
    private final ScheduledExecutorService timer;
    private final Clock clock = Clock.systemUTC();

    ExpiryInterceptor(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    @Override
    public boolean concerns(Policy method) {
        return !method.unary() && !method.open();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
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
