package dev.polyrpc.kit.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Serves the items of a client's stream as they come, each by itself: at most {@link #WINDOW} are under way, so that
 * neither side's memory grows, whoever is the slower. A work function turns the refusal of an item into an answer
 * ({@link dev.polyrpc.kit.call.ItemRefusals}); a stage that fails ends the stream with that failure. To be called by a handler, as its return
 * value.
 */
public final class ItemStream {
    /** Most items of one stream that are under way at once: what may commit as one group. */
    public static final int WINDOW = 64;

    private ItemStream() {}

    /**
     * Answers each item as its work is done, in whatever order that is; asks for no more while the client does not read.
     * Once the client has sent all, answers what is under way, and completes. When the server closes, it takes no more
     * items, answers those under way, and ends with UNAVAILABLE, SERVER_DRAINING.
     */
    public static <Q, A> StreamObserver<Q> answerEach(
            StreamObserver<A> responses, Function<Q, ? extends CompletionStage<A>> work) {
        ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) responses;
        Items<Q, A> items = new Items<>(call, work, call::onNext, call::onCompleted, call::isReady);
        CallContext.current().atDrain = items::drain;
        return items.start();
    }

    /** Answers once, with a summary, when the client has sent all and all work is done. */
    public static <Q, A> StreamObserver<Q> collect(
            StreamObserver<A> responses, Function<Q, ? extends CompletionStage<?>> work, Supplier<A> summary) {
        ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) responses;
        Runnable allDone = () -> {
            call.onNext(summary.get());
            call.onCompleted();
        };
        return new Items<Q, Object>(call, work, done -> {}, allDone, () -> true).start();
    }
}
