package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.Policy;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the calls that the wire is not done with: closed or not, the client may still have to read. Streams among them can
 * be cut off.
 */
final class OpenCalls extends ServerStreamTracer.Factory {
    private static final Context.Key<Context.CancellableContext> WIRE = Context.key("polyrpc-wire");

    private final AtomicInteger count = new AtomicInteger();
    private final ServerStreamTracer unary = new Counting(); // one for all calls
    private final ServerStreamTracer stream = new Counting() {
        @Override
        public Context filterContext(Context context) {
            Context.CancellableContext wire = context.withCancellation();
            return wire.withValue(WIRE, wire);
        }
    };
    private final Map<String, Policy> policies;

    OpenCalls(Map<String, Policy> policies) {
        this.policies = policies;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        count.incrementAndGet();
        Policy policy = policies.get(method);
        return policy == null || policy.unary() ? unary : stream;
    }

    int count() {
        return count.get();
    }

    /**
     * Resets the stream that a context belongs to, if it is not over: what is not yet sent is dropped. A call has no method
     * for that, but gRPC does so where a call is out of time, and knows that by its context.
     */
    static void cut(Context context) {
        Context.CancellableContext wire = WIRE.get(context);
        if (wire != null) {
            wire.cancel(new TimeoutException("the end of the stream was not read"));
        }
    }

    private class Counting extends ServerStreamTracer {
        @Override
        public void streamClosed(Status status) {
            count.decrementAndGet();
        }
    }
}
