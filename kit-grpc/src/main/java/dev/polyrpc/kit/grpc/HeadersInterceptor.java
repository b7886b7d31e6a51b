package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.Policy;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Map;

/**
 * Sends the headers of a stream of answers as soon as its handler has accepted the call: the client learns that it is
 * being served, perhaps long before there is a first answer.
 */
final class HeadersInterceptor implements ServerInterceptor {
    private final Map<String, Policy> policies;

    HeadersInterceptor(Map<String, Policy> policies) {
        this.policies = policies;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Policy policy = policies.get(call.getMethodDescriptor().getFullMethodName());
        if (policy == null || !policy.answersMany()) {
            return next.startCall(call, headers);
        }
        Early<Q, A> early = new Early<>(call);
        ServerCall.Listener<Q> listener = next.startCall(early, headers);
        if (policy.takesMany()) {
            early.sendHeaders(new Metadata());
            return listener;
        }
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onHalfClose() { // the handler runs here
                super.onHalfClose();
                early.sendHeaders(new Metadata());
            }
        };
    }

    /** Sends headers once; a call that was refused sends none, as it is closed. */
    private static final class Early<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private boolean sent;

        Early(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) { // held until they are sent: a message must come after
            if (!sent) {
                sent = true;
                super.sendHeaders(headers);
            }
        }
    }
}
