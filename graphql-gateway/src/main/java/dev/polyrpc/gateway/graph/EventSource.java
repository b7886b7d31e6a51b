package dev.polyrpc.gateway.graph;

import graphql.GraphQLError;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of a subscription come from.
 *
 * @param events the events; null when there are none, and the errors say why
 * @param errors why there are none
 */
public record EventSource(Flow.@Nullable Publisher<Object> events, List<GraphQLError> errors) {
    /** Keeps a copy. */
    public EventSource {
        errors = List.copyOf(errors);
    }
}
