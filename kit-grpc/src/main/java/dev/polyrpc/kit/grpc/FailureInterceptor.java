package dev.polyrpc.kit.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
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
        ServerCall<Q, A> translating = new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                Throwable cause = status.getCode() == Status.Code.UNKNOWN ? status.getCause() : null;
                if (cause == null) {
                    super.close(status, trailers);
                    return;
                }
                Refusal refusal = Refusal.of(cause, id); // what a handler gave to onError as it came
                super.close(refusal.status(), refusal.trailers());
            }
        };
        try {
            return new Refusing<>(next.startCall(translating, headers), translating); // a stream's handler starts here
        } catch (RuntimeException | Error e) {
            return Refusal.close(translating, e);
        }
    }

    private static final class Refusing<Q> extends GuardedListener<Q> {
        private final ServerCall<Q, ?> call;

        Refusing(ServerCall.Listener<Q> listener, ServerCall<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        void guarded(Runnable callback) {
            try {
                callback.run();
            } catch (RuntimeException | Error e) {
                Refusal.close(call, e);
            }
        }
    }
}
