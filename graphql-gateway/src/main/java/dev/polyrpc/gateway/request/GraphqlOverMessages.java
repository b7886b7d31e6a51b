package dev.polyrpc.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.Caller;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Answers operations that come as messages on a socket, whatever protocol is spoken on it: queries, mutations and
 * subscriptions. Safe for use by many threads; never blocks the caller's.
 */
public final class GraphqlOverMessages {
    private final Answering answering;

    /** Makes a core for every socket. */
    public GraphqlOverMessages(Answering answering) {
        this.answering = answering;
    }

    /** Finds the caller that an {@code authorization} value speaks for; fails with a Failure, or for want of time. */
    public CompletionStage<Caller> caller(String authorization) {
        try {
            return answering.tokens().caller(List.of(authorization), answering.timeout());
        } catch (Failure refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    /** Has an action run, on any thread and maybe more than once, when a caller comes to be denied; the answer ends that. */
    public Runnable onDenial(Caller caller, Runnable action) {
        return answering.tokens().onDenial(caller, denied -> action.run());
    }

    /**
     * Prepares an operation; it runs when its answers are asked for.
     *
     * @throws IllegalArgumentException when the payload is no operation; the message says why, for its client
     */
    public Answers answers(JsonNode payload, Caller caller) {
        CompletableFuture<Answers> answers =
                answering.answers(question(payload), answering.begin(caller), caller, answering.timeout());
        return answers.isDone() ? answers.join() : Answers.of(answers);
    }

    /** How much clients may have. */
    public ClientLimits limits() {
        return answering.limits();
    }

    /** Answers that an operation is one too many for its socket. */
    public Answers tooMany(Caller caller) {
        int most = limits().socketOperations();
        String text = "operations on this socket: %d (expected: no more)".formatted(most);
        Failure full = new Failure(Kind.EXHAUSTED, "OPERATIONS_FULL", text);
        return answering.refusal(answering.begin(caller), caller, full);
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
