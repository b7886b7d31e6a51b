package dev.polyrpc.kit.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * The first to close a call wins, from whatever thread: answers after it are dropped, and so is what the caller still
 * sends, so that a call refused is not executed.
 */
final class CloseOnceInterceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Once<Q, A> once = new Once<>(call);
        return new GuardedListener<>(next.startCall(once, headers)) {
            @Override
            void guarded(Runnable callback) {
                if (once.isOpen()) {
                    callback.run();
                }
            }
        };
    }

    /** A ServerCall is for one thread; the deadline's and the handler's are two. */
    private static final class Once<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private boolean closed;

        Once(ServerCall<Q, A> call) {
            super(call);
        }

        synchronized boolean isOpen() {
            return !closed;
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!closed) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (!closed) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!closed) {
                closed = true;
                super.close(status, trailers);
            }
        }
    }
}
