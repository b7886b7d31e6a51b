package dev.polyrpc.gateway.request;

import dev.polyrpc.gateway.document.Documents;
import dev.polyrpc.gateway.document.Workers;
import dev.polyrpc.gateway.graph.GraphEngine;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.identity.Caller;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Prepares operations whose answers are asked for one at a time, whatever carries them. Safe for use by many threads. */
public final class Answering {
    private final TokenCheck tokens;
    private final Documents documents;
    private final GraphEngine engine;
    private final OperationRuns runs;
    private final Duration timeout;
    private final RequestLine line;
    private final ClientLimits limits;
    private final Subscriptions subscriptions;

    /** Gives each answer at most {@code timeout}; large operations are the {@code workers}' task. */
    public Answering(
            TokenCheck tokens,
            Documents documents,
            GraphEngine engine,
            Workers workers,
            Duration timeout,
            ClientLimits limits,
            RequestLine line) {
        this.tokens = tokens;
        this.documents = documents;
        this.engine = engine;
        runs = new OperationRuns(engine, workers);
        this.timeout = timeout;
        this.limits = limits;
        this.line = line;
        subscriptions = new Subscriptions(limits);
    }

    TokenCheck tokens() {
        return tokens;
    }

    ClientLimits limits() {
        return limits;
    }

    /** A request that has come as a message. */
    Exchange begin(Caller caller) {
        return line.begin(caller);
    }

    Duration timeout() {
        return timeout;
    }

    OperationRuns runs() {
        return runs;
    }

    /**
     * The operation that a question asks for, which runs when its answers are asked for; what is wrong with it is one of them.
     *
     * @param each the time that each answer may take
     */
    CompletableFuture<Answers> answers(Question question, Exchange exchange, Caller caller, Duration each) {
        Message message = new Message(exchange, caller, each, line);
        return documents
                .prepare(question.document())
                .thenApply(prepared -> answers(message, SelectedOperation.of(prepared, question, exchange)))
                .exceptionally(refused ->
                        Answers.single(new SingleAnswer(message, () -> CompletableFuture.failedFuture(refused))));
    }

    private Answers answers(Message message, SelectedOperation selected) {
        CostedOperation costed = selected.costed();
        return selected.subscribes()
                ? lasting(message, new EventAnswers(message, engine, runs, costed))
                : Answers.single(
                        new SingleAnswer(message, () -> runs.begin(costed, message::scope, GraphEngine::execute)));
    }

    /** An operation that is refused. */
    Answers refusal(Exchange exchange, Caller caller, Failure why) {
        return Answers.single(refusal(new Message(exchange, caller, timeout, line), why));
    }

    private Answers lasting(Message message, EventAnswers answers) {
        return new Answers(true, subscriber -> follow(message, answers, subscriber), answers::tooSlow);
    }

    private void follow(Message message, EventAnswers answers, Flow.Subscriber<? super String> subscriber) {
        String subject = message.caller().subject();
        try {
            subscriptions.begin(subject);
        } catch (Failure full) {
            refusal(message, full).subscribe(subscriber);
            return;
        }
        // a socket ends with its token as a whole
        answers.start(
                subscriber,
                () -> subscriptions.end(subject),
                end -> message.exchange().wantsEvents() ? tokens.onEnd(message.caller(), end) : () -> {});
    }

    private static SingleAnswer refusal(Message message, Failure why) {
        return new SingleAnswer(message, () -> CompletableFuture.failedFuture(why));
    }
}
