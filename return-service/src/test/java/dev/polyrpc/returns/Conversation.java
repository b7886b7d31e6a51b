package dev.polyrpc.returns;

import static java.util.Objects.requireNonNull;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The client's side of a call that sends a stream: what it says is up to the test, what it hears is kept. */
final class Conversation<Q, A> {
    private static final long PATIENCE_S = 20;

    private final BlockingQueue<A> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
    private final ClientCallStreamObserver<Q> requests;

    private Conversation(Function<StreamObserver<A>, StreamObserver<Q>> method) {
        requests = (ClientCallStreamObserver<Q>) method.apply(new StreamObserver<>() {
            @Override
            public void onNext(A answer) {
                answers.add(answer);
            }

            @Override
            public void onError(Throwable problem) {
                end.complete(problem);
            }

            @Override
            public void onCompleted() {
                end.complete(null);
            }
        });
    }

    /** Begins a call of a stub's method. */
    static <Q, A> Conversation<Q, A> begin(Function<StreamObserver<A>, StreamObserver<Q>> method) {
        return new Conversation<>(method);
    }

    /** Sends an item. */
    void send(Q item) {
        requests.onNext(item);
    }

    /** Sends items, and that they were all. */
    Conversation<Q, A> sendAll(List<Q> items) {
        items.forEach(requests::onNext);
        requests.onCompleted();
        return this;
    }

    /** Says that all was sent. */
    void halfClose() {
        requests.onCompleted();
    }

    /** Hangs up. */
    void cancel() {
        requests.cancel("the test hangs up", null);
    }

    /** Waits for the next answer. */
    A answer() throws InterruptedException {
        return requireNonNull(answers.poll(PATIENCE_S, TimeUnit.SECONDS), "no answer came");
    }

    /** Waits until the call has ended well; all answers that were not taken. */
    List<A> rest() throws Exception {
        Throwable problem = end.get(PATIENCE_S, TimeUnit.SECONDS);
        if (problem != null) {
            throw new AssertionError(problem);
        }
        List<A> rest = new ArrayList<>();
        answers.drainTo(rest);
        return rest;
    }

    /** Waits until the call was refused or broken off; why. */
    Throwable failure() throws Exception {
        return requireNonNull(end.get(PATIENCE_S, TimeUnit.SECONDS), "the call ended well");
    }
}
