package dev.polyrpc.gateway.request;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;

/**
 * What an operation answers.
 *
 * @param lasts whether they go on until somebody ends them, as far as is known
 * @param texts the answers as JSON, for one subscriber that asks for them one at a time; an error is an {@link
 *     OperationRefused}
 * @param tooSlow ends them, where they are lasting, with the error that their reader is too slow
 */
public record Answers(BooleanSupplier lasts, Flow.Publisher<String> texts, Runnable tooSlow) {
    /** Answers of which it is known whether they are lasting. */
    public Answers(boolean lasting, Flow.Publisher<String> texts, Runnable tooSlow) {
        this(() -> lasting, texts, tooSlow);
    }

    /** The one answer of what ends by itself, and soon. */
    static Answers single(Flow.Publisher<String> text) {
        return new Answers(false, text, () -> {});
    }

    /** Nobody is there any more whom they could reach: they are told of, and what would answer does not run. */
    public void abandon() {
        texts.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription answers) {
                answers.cancel();
            }

            @Override
            public void onNext(String answer) {}

            @Override
            public void onError(Throwable thrown) {}

            @Override
            public void onComplete() {}
        });
    }

    /** The answers of an operation that is still prepared. */
    static Answers of(CompletableFuture<Answers> coming) {
        CompletionStage<Answers> known = coming;
        return new Answers(
                () -> coming.isDone() && coming.join().lasting(),
                subscriber -> known.thenAccept(answers -> answers.texts().subscribe(subscriber)),
                () -> known.thenAccept(answers -> answers.tooSlow().run()));
    }

    /** Whether they go on until somebody ends them, as those of a subscription do. */
    public boolean lasting() {
        return lasts.getAsBoolean();
    }
}
