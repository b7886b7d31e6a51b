package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Causes;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import graphql.GraphQLError;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says why a field could not be fetched. What nobody expected is logged here, once, and told to nobody. */
final class GraphErrors implements DataFetcherExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(GraphErrors.class);

    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
            DataFetcherExceptionHandlerParameters fault) {
        Throwable cause = Causes.unwrapped(fault.getException());
        Failure failure = failure(cause);
        if (failure == null) {
            RequestScope scope = Arguments.scope(fault.getDataFetchingEnvironment());
            LOG.atError()
                    .addKeyValue("requestId", scope.requestId())
                    .addKeyValue("path", fault.getPath())
                    .setCause(cause)
                    .log("a field could not be fetched");
            failure = new Failure(Kind.INTERNAL, "INTERNAL", "internal error");
        }
        ErrorWords words = ErrorWords.of(failure, cause instanceof BackendFailure of ? of.backend() : null);
        GraphQLError error = GraphQLError.newError()
                .message("%s", words.message())
                .path(fault.getPath())
                .location(fault.getSourceLocation())
                .extensions(words.extensions())
                .build();
        return CompletableFuture.completedFuture(
                DataFetcherExceptionHandlerResult.newResult(error).build());
    }

    /** The failure that a throwable stands for; null when nobody expected it. */
    static @Nullable Failure failure(Throwable thrown) {
        Throwable cause = Causes.unwrapped(thrown);
        if (cause instanceof BackendFailure of) {
            return of.failure();
        }
        return cause instanceof Failure failure ? failure : null;
    }
}
