package dev.polyrpc.gateway.graph;

import graphql.ExecutionResult;
import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategy;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.SubscriptionExecutionStrategy;
import java.util.concurrent.CompletableFuture;

/**
 * Runs subscriptions twice over: once for their source of events, then, like a query, for each event. A run of its own gives
 * each event loaders and a time budget of its own: shared ones would answer later events with what was loaded for the first.
 */
final class SubscriptionStrategy extends ExecutionStrategy {
    private final ExecutionStrategy source;
    private final ExecutionStrategy event;

    SubscriptionStrategy(DataFetcherExceptionHandler errors) {
        super(errors);
        source = new SubscriptionExecutionStrategy(errors);
        event = new AsyncExecutionStrategy(errors);
    }

    @Override
    public CompletableFuture<ExecutionResult> execute(
            ExecutionContext context, ExecutionStrategyParameters parameters) {
        boolean hasEvent = context.getGraphQLContext().hasKey(StreamEvent.class);
        return (hasEvent ? event : source).execute(context, parameters);
    }
}
