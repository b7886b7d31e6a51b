package dev.polyrpc.kit.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/**
 * Client side: a proxy whose service goes away in the middle of an answer resets the stream with INTERNAL_ERROR. Nobody has
 * said how the call went, so it ends as one whose connection was lost: UNAVAILABLE.
 */
final class BrokenOffInterceptor implements ClientInterceptor {
    private static final String RESET =
            "RST_STREAM closed stream. HTTP/2 error code: INTERNAL_ERROR"; // grpc-java's words

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> answers, Metadata headers) {
                super.start(new Ending<>(answers), headers);
            }
        };
    }

    private static final class Ending<A> extends SimpleForwardingClientCallListener<A> {
        Ending(ClientCall.Listener<A> answers) {
            super(answers);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            boolean reset = status.getCode() == Status.Code.INTERNAL && RESET.equals(status.getDescription());
            super.onClose(
                    reset ? Status.UNAVAILABLE.withDescription("the answer was broken off on its way") : status,
                    trailers);
        }
    }
}
