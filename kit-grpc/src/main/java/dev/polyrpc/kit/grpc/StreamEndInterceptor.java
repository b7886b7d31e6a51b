package dev.polyrpc.kit.grpc;

import static java.util.Objects.requireNonNull;

import dev.polyrpc.kit.call.Policy;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends what serves a stream as soon as the call is closed, by whomever, and does not wait for a client that does not read:
 * after a while it is cut off. Ends streams of answers when the server closes, as they would hold it up. A client's stream
 * may end by itself, but no new one is taken then.
 */
final class StreamEndInterceptor implements ServerInterceptor {
    /** A stream that ended well may have answers on their way which nobody sends again: so much longer it is left. */
    private static final int LONGER = 6;

    private static final Context.Key<Context> WIRE = Context.key("polyrpc-stream");

    private final Drain drain;
    private final Duration unread;
    private final ScheduledExecutorService timer;
    private final Map<String, Policy> policies;

    /**
     * Makes it.
     *
     * @param unread how long a client has to read the end of a stream, before it is cut off
     */
    StreamEndInterceptor(Drain drain, Duration unread, ScheduledExecutorService timer, Map<String, Policy> policies) {
        this.drain = drain;
        this.unread = unread;
        this.timer = timer;
        this.policies = policies;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Policy policy = policies.get(call.getMethodDescriptor().getFullMethodName());
        if (policy == null || policy.unary()) {
            return next.startCall(call, headers);
        }
        if (drain.hasBegun()) {
            return Refusal.close(call, Drain.failure());
        }
        Context wire = Context.current();
        Context.CancellableContext serving = wire.withCancellation();
        ServerCall<Q, A> ending = new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                super.close(status, trailers);
                if (serving.cancel(null)) {
                    cutLater(wire, status.isOk() ? unread.multipliedBy(LONGER) : unread);
                }
            }
        };
        boolean endsItself = policy.takesMany() && !policy.answersMany();
        CallContext context = CallContext.current();
        Drain.Stream stream = new Drain.Stream(serving, endsItself ? () -> {} : () -> end(ending, context));
        drain.add(stream);
        wire.addListener(done -> drain.remove(stream), Runnable::run);
        return Contexts.interceptCall(serving.withValue(WIRE, wire), ending, headers, next);
    }

    /** Cancelled once the wire is done with the stream that this thread serves; its client may read long after it was closed. */
    static Context wire() {
        return requireNonNull(WIRE.get());
    }

    /** What was not read is kept here, and the end waits behind it: a client that reads no more must not hold it for good. */
    private void cutLater(Context wire, Duration after) {
        Future<?> cut = timer.schedule(() -> OpenCalls.cut(wire), after.toNanos(), TimeUnit.NANOSECONDS);
        wire.addListener(done -> cut.cancel(false), Runnable::run);
    }

    private static void end(ServerCall<?, ?> call, CallContext context) {
        Runnable own = context.atDrain;
        if (own != null) {
            own.run();
        } else {
            Refusal.close(call, Drain.failure(), context.requestId);
        }
    }
}
