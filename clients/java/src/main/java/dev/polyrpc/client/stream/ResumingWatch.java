package dev.polyrpc.client.stream;

import dev.polyrpc.client.stream.StreamCall.Accepted;
import dev.polyrpc.client.stream.StreamCall.Answer;
import dev.polyrpc.client.stream.StreamCall.Ended;
import dev.polyrpc.client.stream.StreamCall.Signal;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Events of a watch, each once and in order, over as many calls as it takes: a call that is lost is made again after the
 * position of the last event that was taken. One thread takes; any may close.
 *
 * @param <Q> request of the watch
 * @param <A> an event
 */
public final class ResumingWatch<Q, A> implements AutoCloseable {
    /** Response header of a watch: the position after which it began. */
    static final Metadata.Key<String> POSITION = Metadata.Key.of("x-watch-position", Metadata.ASCII_STRING_MARSHALLER);

    /** Events asked for ahead of their being taken. */
    static final int AHEAD = 64;

    private final Supplier<ClientCall<Q, A>> calls;
    private final Function<@Nullable Long, Q> request;
    private final ToLongFunction<A> positionOf;
    private final Reconnection reconnection;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Long position;
    private volatile @Nullable StreamCall<Q, A> call;

    /**
     * Makes a watch, which calls when it is first taken from.
     *
     * @param calls makes a new call for each attempt, with a token of its own
     * @param request asks for what comes after a position; null = from now
     * @param after position after which to begin; null = from now
     */
    public ResumingWatch(
            Supplier<ClientCall<Q, A>> calls,
            Function<@Nullable Long, Q> request,
            ToLongFunction<A> positionOf,
            @Nullable Long after,
            Reconnection reconnection) {
        this.calls = calls;
        this.request = request;
        this.positionOf = positionOf;
        this.position = after;
        this.reconnection = reconnection;
    }

    /** Waits for the watch to be on, so that no change from here on is missed. */
    public void awaitAccepted() throws InterruptedException {
        StreamCall<Q, A> accepted = null;
        while (accepted == null && isOpen()) {
            StreamCall<Q, A> current = opened();
            Signal<A> signal = current.take();
            if (signal instanceof Accepted<A> begun) {
                begun(begun);
                accepted = current;
            } else if (signal instanceof Ended<A> ended) {
                lost(ended);
            }
        }
    }

    /** Waits for the next event; null once the watch was closed. Throws what ended it for good. */
    public @Nullable A next() throws InterruptedException {
        while (isOpen()) {
            Signal<A> signal = opened().take();
            if (signal instanceof Accepted<A> begun) {
                begun(begun);
            } else if (signal instanceof Ended<A> ended) {
                lost(ended);
            } else if (signal instanceof Answer<A> answer) {
                reconnection.progressed();
                position = positionOf.applyAsLong(answer.message());
                return answer.message();
            }
        }
        return null;
    }

    /** The position up to which events were taken; null while nothing is known of it. */
    public @Nullable Long position() {
        return position;
    }

    @Override
    public void close() {
        closed.countDown();
        StreamCall<Q, A> current = call;
        if (current != null) {
            current.cancel();
        }
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private StreamCall<Q, A> opened() {
        StreamCall<Q, A> current = call;
        if (current == null) {
            current = StreamCall.start(calls.get(), AHEAD);
            call = current;
            current.send(request.apply(position));
            current.halfClose();
            if (!isOpen()) {
                current.cancel(); // closed while it was made
            }
        }
        return current;
    }

    /** From now on a lost call loses nothing, even if no event has come. */
    private void begun(Accepted<A> accepted) {
        String begin = accepted.headers().get(POSITION);
        if (position == null && begin != null) {
            position = Long.valueOf(begin);
        }
        reconnection.connected();
    }

    private void lost(Ended<A> ended) throws InterruptedException {
        call = null;
        if (isOpen()) {
            boolean unused =
                    closed.await(reconnection.pauseAfter(ended.problem()).toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
