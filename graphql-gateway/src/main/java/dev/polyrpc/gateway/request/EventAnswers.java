package dev.polyrpc.gateway.request;

import dev.polyrpc.gateway.graph.EventSource;
import dev.polyrpc.gateway.graph.GraphEngine;
import dev.polyrpc.gateway.trace.Trace;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import graphql.ExecutionResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answers to a subscription: its operation run for each event of its source, in the order of the events. What is asked of
 * it is asked of the source, so nothing gathers in between. Callbacks come from one thread at a time.
 */
final class EventAnswers implements Flow.Subscriber<Object>, Flow.Subscription {
    private final Message message;
    private final GraphEngine engine;
    private final OperationRuns runs;
    private final CostedOperation costed;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Flow.Subscription events = Nothing.SOURCE;
    private volatile Flow.Subscriber<? super String> subscriber = Nobody.LISTENS;
    private volatile Runnable onEnd = () -> {};
    private volatile boolean started;
    private volatile Runnable release = () -> {};
    private CompletionStage<Void> answered = CompletableFuture.completedStage(null);

    /** Makes the answers for one subscriber. */
    EventAnswers(Message message, GraphEngine engine, OperationRuns runs, CostedOperation costed) {
        this.message = message;
        this.engine = engine;
        this.runs = runs;
        this.costed = costed;
    }

    /**
     * Begins.
     *
     * @param whenOver runs once, whoever ends them
     * @param tokenEnd has what it is given run when the caller's token ends, until its answer is run
     */
    void start(
            Flow.Subscriber<? super String> follower,
            Runnable whenOver,
            Function<Consumer<Failure>, Runnable> tokenEnd) {
        subscriber = follower;
        onEnd = whenOver;
        started = true;
        try {
            release = tokenEnd.apply(this::end);
            if (ended.get()) {
                release.run();
            }
            CompletableFuture<EventSource> source = engine.source(costed.operation(), message.scope());
            source.thenAccept(this::follow).exceptionally(this::refused);
        } catch (RuntimeException fault) { // or what was counted as begun would never end
            refused(fault);
        }
    }

    /** Ends them, as what comes is not read; nothing where they have not begun. */
    void tooSlow() {
        if (!started) {
            return;
        }
        end(new Failure(
                Kind.EXHAUSTED,
                "SUBSCRIBER_TOO_SLOW",
                "the client read nothing for too long (expected: to read, and to go on after the last position)"));
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        events = source;
        if (ended.get()) { // by the token's end
            source.cancel();
        }
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long more) {
        events.request(more);
    }

    @Override
    public void cancel() {
        events.cancel();
        end(() -> message.ended(List.of()));
        message.exchange().cancellation().cancel(); // behind the line that tells of it, as to leave is no failure here
    }

    @Override
    public void onNext(Object event) {
        answered = answered.thenCompose(before -> answer(event)).thenAccept(this::pass);
        answered.whenComplete((done, thrown) -> {
            if (thrown != null) {
                events.cancel();
                end(() -> subscriber.onError(message.refused(thrown)));
            }
        });
    }

    @Override
    public void onError(Throwable thrown) {
        answered.thenRun(() -> end(() -> subscriber.onError(message.refused(thrown))));
    }

    @Override
    public void onComplete() {
        answered.thenRun(() -> end(() -> {
            message.ended(List.of());
            subscriber.onComplete();
        }));
    }

    private void follow(EventSource source) {
        if (source.events() == null) {
            subscriber.onSubscribe(Nothing.SOURCE);
            end(() -> subscriber.onError(message.refused(source.errors())));
        } else {
            source.events().subscribe(this);
        }
    }

    private @Nullable Void refused(Throwable thrown) {
        end(() -> subscriber.onError(message.refused(thrown)));
        return null;
    }

    /** What was under way when they ended is cut short: nobody is to see it. */
    private void pass(ExecutionResult result) {
        if (!ended.get()) {
            subscriber.onNext(message.text(result));
        }
    }

    private CompletionStage<ExecutionResult> answer(Object event) {
        Trace whole = message.exchange().trace();
        Trace part = whole.event();
        CompletionStage<ExecutionResult> result = runs.event(
                costed,
                work -> message.scope(work).under(part),
                (run, operation, scope) -> run.answer(operation, event, scope));
        return part == whole ? result : result.whenComplete((done, thrown) -> part.end());
    }

    private void end(Failure why) {
        end(() -> {
            events.cancel(); // behind "ended", which a source that begins meanwhile looks at
            subscriber.onError(message.refused(why));
            message.exchange().cancellation().cancel();
        });
    }

    private void end(Runnable how) {
        if (ended.compareAndSet(false, true)) {
            release.run();
            onEnd.run();
            how.run();
        }
    }

    /** Whom answers go to that nobody asked for yet. */
    private enum Nobody implements Flow.Subscriber<String> {
        LISTENS;

        @Override
        public void onSubscribe(Flow.Subscription answers) {}

        @Override
        public void onNext(String answer) {}

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onComplete() {}
    }

    /** Where no events come from. */
    private enum Nothing implements Flow.Subscription {
        SOURCE;

        @Override
        public void request(long more) {}

        @Override
        public void cancel() {}
    }
}
