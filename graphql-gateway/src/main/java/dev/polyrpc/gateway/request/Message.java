package dev.polyrpc.gateway.request;

import dev.polyrpc.gateway.graph.Budget;
import dev.polyrpc.gateway.graph.RequestScope;
import dev.polyrpc.kit.identity.Caller;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * One operation that came as a message.
 *
 * @param timeout the time that each of its answers may take
 */
record Message(Exchange exchange, Caller caller, Duration timeout, RequestLine line) {
    /** The scope of one answer, whose time starts now, worked on where it comes in. */
    RequestScope scope() {
        return scope(Runnable::run);
    }

    /** The same, worked on by {@code work}. */
    RequestScope scope(Executor work) {
        return exchange.scope(caller, Budget.of(timeout, System::nanoTime), work);
    }

    /** One answer as JSON; it says the request's name where no header can. */
    String text(ExecutionResult result) {
        return AnswerWriter.text(result, exchange.ids(), exchange.isMessage());
    }

    /** Tells the access log that the operation has ended well. */
    void ended(List<GraphQLError> errors) {
        exchange.errors(errors);
        line.write(exchange);
    }

    /** Tells the access log that the operation has ended with errors, and makes what its client gets. */
    OperationRefused refused(List<GraphQLError> errors) {
        ended(errors);
        return new OperationRefused(AnswerWriter.text(errors, exchange.ids()));
    }

    OperationRefused refused(Throwable thrown) {
        return refused(Refusal.because(thrown, exchange).errors());
    }
}
