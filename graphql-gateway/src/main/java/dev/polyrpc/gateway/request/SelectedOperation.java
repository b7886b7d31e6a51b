package dev.polyrpc.gateway.request;

import dev.polyrpc.gateway.document.Prepared;
import dev.polyrpc.gateway.graph.Operation;

/** The operation of a prepared document that a question selects (GraphQL, 6.1). Immutable. */
record SelectedOperation(Prepared prepared, Question question) {
    /** The same, and the request is known by it from now on. */
    static SelectedOperation of(Prepared prepared, Question question, Exchange exchange) {
        String name = question.operationName();
        exchange.operation(prepared.kindName(name), prepared.name(name));
        return new SelectedOperation(prepared, question);
    }

    boolean mutates() {
        return prepared.mutates(question.operationName());
    }

    boolean subscribes() {
        return prepared.subscribes(question.operationName());
    }

    /** As it may run, with the question's variables; a refusal where it costs too much. */
    CostedOperation costed() {
        return new CostedOperation(
                new Operation(prepared.document(), question.operationName(), question.variables()),
                prepared.cost(question.operationName(), question.variables()));
    }
}
