package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.telemetry.RequestId;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Gives each call an id, the caller's own where it can be used, and answers with it. */
final class RequestIdInterceptor implements ServerInterceptor {
    static final Metadata.Key<String> HEADER = Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String id = RequestId.of(headers.get(HEADER));
        Context context = Context.current().withValue(CallContext.KEY, new CallContext(id));
        return Contexts.interceptCall(context, new Answering<>(call, id), headers, next);
    }

    private static final class Answering<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final String id;
        private boolean answered;

        Answering(ServerCall<Q, A> call, String id) {
            super(call);
            this.id = id;
        }

        @Override
        public void sendHeaders(Metadata headers) {
            headers.put(HEADER, id);
            answered = true;
            super.sendHeaders(headers);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!answered) {
                trailers.put(HEADER, id);
            }
            super.close(status, trailers);
        }
    }
}
