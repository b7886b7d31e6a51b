package dev.polyrpc.client.stream;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One streaming call as blocking code wants it: whoever sends waits while the peer takes no more, and no more is asked for
 * than was taken. Safe for use by many threads, of which one takes.
 */
final class StreamCall<Q, A> extends ClientCall.Listener<A> {
    private final ClientCall<Q, A> call;
    private final LinkedBlockingQueue<Signal<A>> signals = new LinkedBlockingQueue<>();
    private boolean closed;

    private StreamCall(ClientCall<Q, A> call) {
        this.call = call;
    }

    /**
     * Starts a call.
     *
     * @param ahead answers to ask for ahead of their being taken
     */
    static <Q, A> StreamCall<Q, A> start(ClientCall<Q, A> call, int ahead) {
        StreamCall<Q, A> started = new StreamCall<>(call);
        call.start(started, new Metadata());
        call.request(ahead);
        return started;
    }

    /** Waits until the peer takes more, or the call has ended: whether it takes more. */
    synchronized boolean awaitReady() throws InterruptedException {
        while (!closed && !call.isReady()) {
            wait();
        }
        return !closed;
    }

    /** Sends; what is sent after the call has ended is dropped. */
    synchronized void send(Q message) {
        if (!closed) {
            call.sendMessage(message);
        }
    }

    /** Nothing more will be sent. */
    synchronized void halfClose() {
        if (!closed) {
            call.halfClose();
        }
    }

    /** Waits for what comes next; {@link Ended} comes last. */
    Signal<A> take() throws InterruptedException {
        Signal<A> signal = signals.take();
        if (signal instanceof Answer) {
            call.request(1);
        }
        return signal;
    }

    /** Lets go of what comes, up to the end. */
    Ended<A> awaitEnd() throws InterruptedException {
        while (true) {
            if (take() instanceof Ended<A> ended) {
                return ended;
            }
        }
    }

    void cancel() {
        call.cancel("the client has seen enough", null);
    }

    @Override
    public void onHeaders(Metadata headers) {
        signals.add(new Accepted<>(headers));
    }

    @Override
    public void onMessage(A message) {
        signals.add(new Answer<>(message));
    }

    @Override
    public synchronized void onReady() {
        notifyAll();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        signals.add(new Ended<>(status, trailers));
    }

    /** What can come of a call. */
    sealed interface Signal<A> permits Accepted, Answer, Ended {}

    /** The peer has taken the call on. */
    record Accepted<A>(Metadata headers) implements Signal<A> {}

    /** The peer has answered. */
    record Answer<A>(A message) implements Signal<A> {}

    /** The call is over. */
    record Ended<A>(Status status, Metadata trailers) implements Signal<A> {
        /** Why it is over; a good end that nobody asked for is as if the peer had gone. */
        StatusRuntimeException problem() {
            Status why = status.isOk() ? Status.UNAVAILABLE.withDescription("ended early") : status;
            return why.asRuntimeException(trailers);
        }
    }
}
