package dev.polyrpc.gateway.outbound.grpc;

import io.grpc.ClientCall;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** The answer to a unary call; who cancels it cancels the call, at the backend too. */
final class OneAnswer<A> extends CompletableFuture<A> implements StreamObserver<A> {
    private final ClientCall<?, A> call;

    OneAnswer(ClientCall<?, A> call) {
        this.call = call;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        if (cancelled) {
            call.cancel("nobody waits for the answer", null);
        }
        return cancelled;
    }

    @Override
    public void onNext(A answer) {
        complete(answer);
    }

    @Override
    public void onError(Throwable thrown) {
        completeExceptionally(thrown);
    }

    @Override
    public void onCompleted() {} // the answer came before
}
