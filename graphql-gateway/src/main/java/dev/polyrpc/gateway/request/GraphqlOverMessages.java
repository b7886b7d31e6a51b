package dev.polyrpc.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polyrpc.gateway.document.Documents;
import dev.polyrpc.gateway.document.Prepared;
import dev.polyrpc.gateway.graph.GraphEngine;
import dev.polyrpc.gateway.graph.Operation;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.Caller;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Answers operations that come as messages on a socket, whatever protocol is spoken on it: queries, mutations and
 * subscriptions. Safe for use by many threads; never blocks the caller's.
 */
public final class GraphqlOverMessages {
    private final TokenCheck tokens;
    private final Documents documents;
    private final GraphEngine engine;
    private final Duration timeout;
    private final RequestLine line;
    private final Subscriptions subscriptions = new Subscriptions();

    /** Makes a core that gives each answer at most {@code timeout}. */
    public GraphqlOverMessages(
            TokenCheck tokens, Documents documents, GraphEngine engine, Duration timeout, RequestLine line) {
        this.tokens = tokens;
        this.documents = documents;
        this.engine = engine;
        this.timeout = timeout;
        this.line = line;
    }

    /** Finds the caller that an {@code authorization} value speaks for; fails with a Failure, or for want of time. */
    public CompletionStage<Caller> caller(String authorization) {
        try {
            return tokens.caller(List.of(authorization), timeout);
        } catch (Failure refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    /** Has an action run, on any thread and maybe more than once, when a caller comes to be denied; the answer ends that. */
    public Runnable onDenial(Caller caller, Runnable action) {
        return tokens.onDenial(caller, action);
    }

    /**
     * Prepares an operation; it runs when its answers are asked for.
     *
     * @throws IllegalArgumentException when the payload is no operation; the message says why, for its client
     */
    public Answers answers(JsonNode payload, Caller caller) {
        Question question = question(payload);
        Message message = new Message(Exchange.ofMessage(caller), caller, timeout, line);
        Prepared prepared;
        try {
            prepared = documents.prepare(question.query());
        } catch (RuntimeException refused) {
            return new Answers(false, new SingleAnswer(message, () -> CompletableFuture.failedFuture(refused)));
        }
        message.exchange().operation(prepared.kindName(question.operationName()), question.operationName());
        Operation operation = new Operation(prepared.document(), question.operationName(), question.variables());
        return prepared.subscribes(question.operationName())
                ? new Answers(true, subscriber -> follow(message, operation, caller.subject(), subscriber))
                : new Answers(false, new SingleAnswer(message, () -> engine.execute(operation, message.scope())));
    }

    /** Answers that an operation is one too many for its socket. */
    public Answers tooMany(Caller caller, int most) {
        Message message = new Message(Exchange.ofMessage(caller), caller, timeout, line);
        String text = "operations on this socket: %d (expected: no more)".formatted(most);
        return new Answers(false, refusal(message, new Failure(Kind.EXHAUSTED, "OPERATIONS_FULL", text)));
    }

    private void follow(
            Message message, Operation operation, String subject, Flow.Subscriber<? super String> subscriber) {
        try {
            subscriptions.begin(subject);
        } catch (Failure full) {
            refusal(message, full).subscribe(subscriber);
            return;
        }
        new EventAnswers(message, engine, operation, subscriber, () -> subscriptions.end(subject)).start();
    }

    private static SingleAnswer refusal(Message message, Failure why) {
        return new SingleAnswer(message, () -> CompletableFuture.failedFuture(why));
    }

    private static Question question(JsonNode payload) {
        if (!(payload instanceof ObjectNode members)) {
            throw new IllegalArgumentException("payload: (expected: a JSON object)");
        }
        try {
            return QuestionReader.of(members);
        } catch (Refusal malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }
}
