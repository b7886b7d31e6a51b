package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.telemetry.RequestId;
import dev.polyrpc.kit.telemetry.TraceParent;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Gives each call an id, the caller's own where it can be used, and answers with it; keeps its place in a trace. */
final class RequestIdInterceptor implements ServerInterceptor {
    static final Metadata.Key<String> HEADER = Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> TRACE_PARENT = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String id = RequestId.of(headers.get(HEADER));
        CallContext served = new CallContext(id, TraceParent.of(headers.get(TRACE_PARENT)));
        Context context = Context.current().withValue(CallContext.KEY, served);
        ServerCall<Q, A> answering = new SimpleForwardingServerCall<>(call) {
            private boolean answered;

            @Override
            public void sendHeaders(Metadata first) {
                first.put(HEADER, id);
                served.addHeadersTo(first);
                answered = true;
                super.sendHeaders(first);
            }

            @Override
            public void close(Status status, Metadata trailers) {
                if (!answered) {
                    trailers.put(HEADER, id);
                }
                super.close(status, trailers);
            }
        };
        return Contexts.interceptCall(context, answering, headers, next);
    }
}
