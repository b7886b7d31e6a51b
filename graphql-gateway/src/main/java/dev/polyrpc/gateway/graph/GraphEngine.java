package dev.polyrpc.gateway.graph;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.instrumentation.dataloader.DataLoaderDispatchingContextKeys;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import graphql.schema.GraphQLSchema;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs validated documents against the backends. Safe for use by many threads; never blocks the caller's. */
public final class GraphEngine {
    private final GraphQL graphql;
    private final ProductBackend products;
    private final ReturnBackend returns;

    /** Makes an engine for a schema made by {@link GraphSchema} of the same backends. */
    public GraphEngine(GraphQLSchema schema, ProductBackend products, ReturnBackend returns) {
        this.products = products;
        this.returns = returns;
        graphql = GraphQL.newGraphQL(schema)
                .defaultDataFetcherExceptionHandler(new GraphErrors())
                .preparsedDocumentProvider((input, parse) ->
                        CompletableFuture.completedFuture(new PreparsedDocumentEntry(Objects.requireNonNull(
                                input.getGraphQLContext().<Document>get(Document.class), "document"))))
                .build();
    }

    /** Runs one operation of a document that was validated against this engine's schema. */
    public CompletableFuture<ExecutionResult> execute(
            Document document, @Nullable String operationName, Map<String, Object> variables, RequestScope scope) {
        ExecutionInput input = ExecutionInput.newExecutionInput()
                .query("") // parsed already
                .operationName(operationName)
                .variables(variables)
                .graphQLContext(Map.of(Document.class, document, RequestScope.class, scope))
                .dataLoaderRegistry(Loaders.of(products, returns, scope))
                .build();
        // Without it a field that loads by what it has just loaded would wait for ever.
        DataLoaderDispatchingContextKeys.setEnableDataLoaderChaining(input.getGraphQLContext(), true);
        return graphql.executeAsync(input);
    }
}
