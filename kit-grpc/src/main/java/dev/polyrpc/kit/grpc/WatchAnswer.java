package dev.polyrpc.kit.grpc;

import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers a call with the events of a watch, each as soon as there is one and the client can take it. Where the watch began
 * stands in the header x-watch-position.
 */
public final class WatchAnswer {
    private static final String POSITION_HEADER = "x-watch-position";

    private WatchAnswer() {}

    /**
     * Begins to watch and to answer; for a handler, before it returns.
     *
     * @param begin begins the watch; is given what to run whenever there may be a next event
     * @param message makes the answer that tells an event
     */
    public static <E, A> void start(
            StreamObserver<A> responses, Function<Runnable, Watched<E>> begin, Function<E, A> message) {
        Source<E, A> source = new Source<>(message);
        Outflow<A> outflow = Outflow.of(responses, source::next);
        Watched<E> events = begin.apply(outflow::signal);
        source.events = events;
        outflow.onEnd(events.close());
        CallContext.answerHeader(POSITION_HEADER, String.valueOf(events.start()));
        outflow.signal();
    }

    /**
     * A watch that has begun.
     *
     * @param start the position after which it began
     * @param next the next event, or null when there is none now
     * @param close ends it; is run once
     */
    public record Watched<E>(long start, Supplier<@Nullable E> next, Runnable close) {}

    private static final class Source<E, A> {
        private final Function<E, A> message;
        private volatile @Nullable Watched<E> events; // null until it has begun, as it may be asked before that

        Source(Function<E, A> message) {
            this.message = message;
        }

        @Nullable
        A next() {
            Watched<E> begun = events;
            E event = begun == null ? null : begun.next().get();
            return event == null ? null : message.apply(event);
        }
    }
}
