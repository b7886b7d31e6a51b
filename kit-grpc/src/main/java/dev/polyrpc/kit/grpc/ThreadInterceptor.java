package dev.polyrpc.kit.grpc;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Serves each call on the thread that {@link CallThreads} chooses. gRPC can do so itself, but then has a queue for every
 * call, also for those that stay where they are; here only a call that goes elsewhere has one.
 */
final class ThreadInterceptor implements ServerInterceptor {
    private final CallThreads threads;

    ThreadInterceptor(CallThreads threads) {
        this.threads = threads;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Executor chosen = threads.of(call, headers);
        if (CallThreads.isEventLoop(chosen)) {
            return next.startCall(call, headers);
        }
        Elsewhere<Q> elsewhere = new Elsewhere<>(chosen);
        elsewhere.run(() -> elsewhere.begin(call, () -> next.startCall(call, headers)));
        return elsewhere;
    }

    /** Takes each step of a call to another thread, one after the other. */
    private static final class Elsewhere<Q> extends ServerCall.Listener<Q> {
        private final Context context = Context.current();
        private final Executor turns;
        private ServerCall.Listener<Q> listener = new ServerCall.Listener<>() {}; // touched in turn alone

        Elsewhere(Executor executor) {
            turns = MoreExecutors.newSequentialExecutor(executor);
        }

        void run(Runnable step) {
            turns.execute(context.wrap(step));
        }

        void begin(ServerCall<Q, ?> call, Supplier<ServerCall.Listener<Q>> start) {
            try {
                listener = start.get();
            } catch (RuntimeException | Error e) {
                listener = Refusal.close(call, e);
            }
        }

        @Override
        public void onMessage(Q message) {
            Q whole = kept(message);
            run(() -> listener.onMessage(whole));
        }

        @Override
        public void onHalfClose() {
            run(() -> listener.onHalfClose());
        }

        @Override
        public void onCancel() {
            run(() -> listener.onCancel());
        }

        @Override
        public void onComplete() {
            run(() -> listener.onComplete());
        }

        @Override
        public void onReady() {
            run(() -> listener.onReady());
        }

        /** A request that is not read yet would be gone once this step is over. */
        @SuppressWarnings("unchecked") // whoever takes streams takes this one
        private static <Q> Q kept(Q message) {
            if (!(message instanceof InputStream unread)) {
                return message;
            }
            try {
                return (Q) new ByteArrayInputStream(unread.readAllBytes());
            } catch (IOException | RuntimeException e) { // too long, once unzipped: for whoever reads it in turn
                return (Q) new Unreadable(e);
            }
        }
    }

    /** A request that could not be read. */
    private static final class Unreadable extends InputStream {
        private final Exception problem;

        Unreadable(Exception problem) {
            this.problem = problem;
        }

        @Override
        public int read() throws IOException {
            Throwables.throwIfInstanceOf(problem, RuntimeException.class);
            throw new IOException(problem);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return read();
        }
    }
}
