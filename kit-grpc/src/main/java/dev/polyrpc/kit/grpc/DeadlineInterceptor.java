package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.Policy;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends a unary call after the server's own limit where the caller set none, or a later one: with a status, and by
 * cancelling what it does downstream. An earlier deadline of the caller is gRPC's to keep.
 */
final class DeadlineInterceptor implements ServerInterceptor {
    private final Duration limit;
    private final ScheduledExecutorService timer;
    private final Map<String, Policy> policies;

    DeadlineInterceptor(Duration limit, ScheduledExecutorService timer, Map<String, Policy> policies) {
        this.limit = limit;
        this.policies = policies;
        this.timer = timer;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Deadline wanted = Context.current().getDeadline();
        Deadline latest = Deadline.after(limit.toNanos(), TimeUnit.NANOSECONDS);
        Policy policy = policies.get(call.getMethodDescriptor().getFullMethodName());
        if (policy == null || !policy.unary() || (wanted != null && wanted.isBefore(latest))) {
            return next.startCall(call, headers);
        }
        String id = CallContext.requestId();
        Context.CancellableContext context = Context.current().withDeadline(latest, timer);
        context.addListener(
                ended -> {
                    if (ended.cancellationCause() instanceof TimeoutException) {
                        Refusal.close(call, late(), id);
                    }
                },
                Runnable::run);
        ServerCall<Q, A> ending = new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                super.close(status, trailers);
                context.cancel(null); // frees the timer as soon as the call ends
            }
        };
        return Contexts.interceptCall(context, ending, headers, next);
    }

    private Failure late() {
        return new Failure(
                Kind.DEADLINE, "DEADLINE_EXCEEDED", "no answer within %d ms, the limit".formatted(limit.toMillis()));
    }
}
