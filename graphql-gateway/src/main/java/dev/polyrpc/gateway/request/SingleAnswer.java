package dev.polyrpc.gateway.request;

import graphql.ExecutionResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The one answer of a query or a mutation, which runs when it is asked for. */
final class SingleAnswer implements Flow.Publisher<String> {
    private final Message message;
    private final Supplier<CompletableFuture<ExecutionResult>> run;

    SingleAnswer(Message message, Supplier<CompletableFuture<ExecutionResult>> run) {
        this.message = message;
        this.run = run;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super String> subscriber) {
        subscriber.onSubscribe(new Flow.Subscription() {
            private final AtomicBoolean asked = new AtomicBoolean();

            @Override
            public void request(long more) {
                if (asked.compareAndSet(false, true)) {
                    answer(subscriber);
                }
            }

            @Override
            public void cancel() {
                message.exchange().cancellation().cancel(); // what runs ends soon, for want of its calls
                if (asked.compareAndSet(false, true)) {
                    message.ended(List.of()); // nothing will run
                }
            }
        });
    }

    private void answer(Flow.Subscriber<? super String> subscriber) {
        CompletableFuture<ExecutionResult> result;
        try {
            result = run.get();
        } catch (RuntimeException refused) {
            result = CompletableFuture.failedFuture(refused);
        }
        CompletionStage<Void> sent = result.thenAccept(done -> {
            if (!done.isDataPresent()) {
                throw message.refused(done.getErrors());
            }
            subscriber.onNext(message.text(done));
            message.ended(done.getErrors());
            subscriber.onComplete();
        });
        sent.whenComplete((done, thrown) -> {
            if (thrown != null) {
                subscriber.onError(refused(thrown));
            }
        });
    }

    private OperationRefused refused(Throwable thrown) {
        return thrown.getCause() instanceof OperationRefused refused ? refused : message.refused(thrown);
    }
}
