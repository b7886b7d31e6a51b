package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Connections;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A given number of calls, made as fast as a server takes them. */
public final class Batch {
    private static final int IN_FLIGHT = 256;

    private Batch() {}

    /** Makes {@code count} calls and waits for all; the first that fails ends it. */
    public static <Q, A> void run(
            Connections connections, Callers callers, MethodDescriptor<Q, A> method, int count, IntFunction<Q> requests)
            throws InterruptedException {
        Semaphore free = new Semaphore(IN_FLIGHT);
        AtomicReference<@Nullable Status> refusal = new AtomicReference<>();
        for (int n = 0; n < count && refusal.get() == null; n++) {
            free.acquire();
            ClientCall<Q, A> call = connections.get(n).newCall(method, callers.unary());
            call.start(
                    new ClientCall.Listener<A>() {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            if (!status.isOk()) {
                                refusal.set(status);
                            }
                            free.release();
                        }
                    },
                    callers.headers(n));
            call.request(2);
            call.sendMessage(requests.apply(n));
            call.halfClose();
        }
        free.acquire(IN_FLIGHT);
        if (refusal.get() != null) {
            throw new IllegalStateException("%s: %s".formatted(method.getFullMethodName(), refusal.get()));
        }
    }
}
