package dev.polyrpc.gateway.graph;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.instrumentation.dataloader.DataLoaderDispatchingContextKeys;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.reactive.SubscriptionPublisher;
import graphql.language.Document;
import graphql.schema.GraphQLSchema;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;

/** Runs validated documents against the backends. Safe for use by many threads; never blocks the caller's. */
public final class GraphEngine {
    private final GraphQL graphql;
    private final ProductBackend products;
    private final ReturnBackend returns;
    private final LastSeen lastSeen;
    private final Map<Document, ProductSelection> selections = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Makes an engine for a schema made by {@link GraphSchema} of the same backends.
     *
     * @param mostStale products that are kept for those who can do with the last one seen; 0 = none
     */
    public GraphEngine(GraphQLSchema schema, ProductBackend products, ReturnBackend returns, int mostStale) {
        lastSeen = new LastSeen(mostStale);
        this.products = products;
        this.returns = returns;
        DataFetcherExceptionHandler errors = new GraphErrors();
        graphql = GraphQL.newGraphQL(schema)
                .defaultDataFetcherExceptionHandler(errors)
                .subscriptionExecutionStrategy(new SubscriptionStrategy(errors))
                .preparsedDocumentProvider((input, parse) ->
                        CompletableFuture.completedFuture(new PreparsedDocumentEntry(Objects.requireNonNull(
                                input.getGraphQLContext().<Document>get(Document.class), "document"))))
                .build();
    }

    /** Runs a query or a mutation. */
    public CompletableFuture<ExecutionResult> execute(Operation operation, RequestScope scope) {
        return run(operation, scope, null);
    }

    /** Finds where the events of a subscription come from; nothing flows before somebody subscribes to it. */
    public CompletableFuture<EventSource> source(Operation operation, RequestScope scope) {
        return run(operation, scope, null)
                .thenApply(result -> new EventSource(
                        result.getData() instanceof SubscriptionPublisher answers
                                ? FlowAdapters.toFlowPublisher(answers.getUpstreamPublisher())
                                : null,
                        result.getErrors()));
    }

    /** Runs a subscription's operation for one event of its source. */
    public CompletableFuture<ExecutionResult> answer(Operation operation, Object event, RequestScope scope) {
        return run(operation, scope, new StreamEvent(event));
    }

    private ProductSelection selection(Document document) {
        ProductSelection known = selections.get(document);
        if (known == null) { // twice at once does no harm: nobody waits for another's
            known = ProductSelection.of(document, graphql.getGraphQLSchema());
            selections.put(document, known);
        }
        return known;
    }

    private CompletableFuture<ExecutionResult> run(
            Operation operation, RequestScope scope, @Nullable StreamEvent event) {
        Map<Object, Object> context = new HashMap<>();
        context.put(Document.class, operation.document());
        context.put(RequestScope.class, scope);
        ProductReads reads = new ProductReads(products, lastSeen, () -> selection(operation.document()), scope);
        context.put(ProductReads.class, reads);
        if (event != null) {
            context.put(StreamEvent.class, event);
        }
        ExecutionInput input = ExecutionInput.newExecutionInput()
                .query("") // parsed already
                .operationName(operation.name())
                .variables(operation.variables())
                .graphQLContext(context)
                .dataLoaderRegistry(Loaders.of(reads, products, returns, scope))
                .build();
        // Without it a field that loads by what it has just loaded would wait for ever.
        DataLoaderDispatchingContextKeys.setEnableDataLoaderChaining(input.getGraphQLContext(), true);
        return graphql.executeAsync(input);
    }
}
