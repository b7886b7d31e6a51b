package dev.polyrpc.kit.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Whatever is thrown further in becomes the status that {@link Statuses} says, in unary and in streaming handlers. */
final class FailureInterceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String id = CallContext.requestId();
        Translating<Q, A> translating = new Translating<>(call, id);
        try {
            return new Guard<>(next.startCall(translating, headers), translating); // some streaming handlers start here
        } catch (RuntimeException | Error e) {
            return Refusal.close(translating, e);
        }
    }

    /** Also translates what a handler gave to onError as it came. */
    private static final class Translating<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final String id;

        Translating(ServerCall<Q, A> call, String id) {
            super(call);
            this.id = id;
        }

        @Override
        public void close(Status status, Metadata trailers) {
            Throwable cause = status.getCode() == Status.Code.UNKNOWN ? status.getCause() : null;
            if (cause == null) {
                super.close(status, trailers);
                return;
            }
            Refusal refusal = Refusal.of(cause, id);
            super.close(refusal.status(), refusal.trailers());
        }
    }

    private static final class Guard<Q> extends SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, ?> call;

        Guard(ServerCall.Listener<Q> listener, ServerCall<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) { // streaming handlers run here
            guarded(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() { // unary handlers run here
            guarded(super::onHalfClose);
        }

        @Override
        public void onReady() {
            guarded(super::onReady);
        }

        private void guarded(Runnable callback) {
            try {
                callback.run();
            } catch (RuntimeException | Error e) {
                Refusal.close(call, e);
            }
        }
    }
}
