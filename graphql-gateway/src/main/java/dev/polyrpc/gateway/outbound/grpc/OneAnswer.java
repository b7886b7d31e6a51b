package dev.polyrpc.gateway.outbound.grpc;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Turns the callbacks of a unary call into a future. */
final class OneAnswer<A> implements StreamObserver<A> {
    private final CompletableFuture<A> future = new CompletableFuture<>();
    private final Function<Throwable, RuntimeException> translation;

    OneAnswer(Function<Throwable, RuntimeException> translation) {
        this.translation = translation;
    }

    CompletableFuture<A> future() {
        return future;
    }

    @Override
    public void onNext(A answer) {
        future.complete(answer);
    }

    @Override
    public void onError(Throwable thrown) {
        future.completeExceptionally(translation.apply(thrown));
    }

    @Override
    public void onCompleted() {} // the answer came before
}
