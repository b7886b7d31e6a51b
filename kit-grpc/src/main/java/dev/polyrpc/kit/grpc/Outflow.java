package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.Turns;
import dev.polyrpc.kit.failure.Failure;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what there is to a client, no faster than the client reads: what is not yet sent stays where it comes from. To be
 * made by a handler before it returns; then safe for use by many threads.
 */
public final class Outflow<A> {
    private final ServerCallStreamObserver<A> call;
    private final Supplier<@Nullable A> next;
    private final Context context = Context.current();
    private final String requestId = CallContext.requestId();
    private final Turns turns = new Turns(this::send);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean over;

    private Outflow(ServerCallStreamObserver<A> call, Supplier<@Nullable A> next) {
        this.call = call;
        this.next = next;
    }

    /**
     * Makes the outflow of a call.
     *
     * @param next the next message, or null when there is none now; must not block; is asked by one thread at a time, when
     *     the client can take a message
     */
    public static <A> Outflow<A> of(StreamObserver<A> responses, Supplier<@Nullable A> next) {
        Outflow<A> outflow = new Outflow<>((ServerCallStreamObserver<A>) responses, next);
        outflow.call.setOnCancelHandler(() -> outflow.over = true);
        outflow.call.setOnReadyHandler(outflow::signal);
        outflow.onEnd(() -> outflow.over = true);
        return outflow;
    }

    /** Says that there may be a next message; sends it, and what follows, on this thread unless another does so already. */
    public void signal() {
        if (!over) {
            turns.ask();
        }
    }

    /** Ends the call with a failure, without what is not yet sent. */
    public void fail(Failure why) {
        failure.compareAndSet(null, why);
        signal();
    }

    /** Has a task run once, on any thread, when the call is over: failed, cancelled, out of time, drained, or gone. */
    public void onEnd(Runnable task) {
        context.addListener(ended -> task.run(), Runnable::run);
    }

    private void send() {
        try {
            while (!over && failure.get() == null && call.isReady()) {
                A message = next.get();
                if (message == null) {
                    break;
                }
                call.onNext(message);
            }
        } catch (RuntimeException | Error problem) {
            failure.compareAndSet(null, problem);
        }
        Throwable why = failure.get();
        if (why != null && !over) {
            over = true;
            call.onError(Statuses.of(why, requestId));
        }
    }
}
