package dev.polyrpc.gateway.request;

import dev.polyrpc.gateway.document.DocumentRefused;
import dev.polyrpc.gateway.graph.BackendFailure;
import dev.polyrpc.gateway.graph.ErrorWords;
import dev.polyrpc.kit.failure.Causes;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.http.HttpStatuses;
import graphql.GraphQLError;
import java.io.Serial;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that is refused as a whole, before any operation runs. */
final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);

    private final int status;
    private final transient Map<String, String> headers;
    private final transient List<GraphQLError> errors;

    private Refusal(int status, Map<String, String> headers, List<GraphQLError> errors) {
        super(errors.get(0).getMessage(), null, false, false);
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.errors = List.copyOf(errors);
    }

    /** A request that HTTP itself has a status for. */
    static Refusal http(int status, String reason, String message, Map<String, String> headers) {
        return new Refusal(status, headers, List.of(error(new Failure(Kind.INVALID, reason, message), null)));
    }

    /** A request that is not well-formed GraphQL over HTTP. */
    static Refusal malformed(String reason, String message) {
        return http(400, reason, message, Map.of());
    }

    /** A failure of what every request needs: the token's check above all. */
    static Refusal of(Failure failure) {
        return of(failure, null);
    }

    /** A failure of the backend that a request is about; null = of the gateway itself. */
    private static Refusal of(Failure failure, @Nullable String backend) {
        return new Refusal(HttpStatuses.status(failure.kind()), headers(failure), List.of(error(failure, backend)));
    }

    /** A document that does not parse or validate: the older media type has no status for that. */
    static Refusal document(MediaType answer, List<GraphQLError> errors) {
        return new Refusal(answer == MediaType.JSON ? 200 : 400, Map.of(), errors);
    }

    /** Why a request could not be answered. What nobody expected is logged here, once, and told to nobody. */
    static Refusal because(Throwable thrown, Exchange exchange) {
        Throwable cause = Causes.unwrapped(thrown);
        if (cause instanceof Refusal refusal) {
            return refusal;
        }
        if (cause instanceof DocumentRefused refused) {
            return document(exchange.mediaType(), refused.errors());
        }
        if (cause instanceof Failure failure) {
            return of(failure);
        }
        if (cause instanceof BackendFailure of) {
            return of(of.failure(), of.backend());
        }
        if (cause instanceof TimeoutException) {
            return of(new Failure(Kind.DEADLINE, "DEADLINE_EXCEEDED", "no time left"));
        }
        LOG.atError()
                .addKeyValue("requestId", exchange.ids().requestId())
                .setCause(cause)
                .log("a request could not be answered");
        return of(new Failure(Kind.INTERNAL, "INTERNAL", "internal error"));
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    List<GraphQLError> errors() {
        return errors;
    }

    private static Map<String, String> headers(Failure failure) {
        Map<String, String> headers = new TreeMap<>();
        if (failure.kind() == Kind.UNAUTHENTICATED) {
            headers.put("www-authenticate", "Bearer realm=\"polyrpc\", error=\"invalid_token\"");
        }
        HttpStatuses.retryAfter(failure).ifPresent(seconds -> headers.put("retry-after", String.valueOf(seconds)));
        return headers;
    }

    private static GraphQLError error(Failure failure, @Nullable String backend) {
        ErrorWords words = ErrorWords.of(failure, backend);
        return GraphQLError.newError()
                .message("%s", words.message())
                .extensions(words.extensions())
                .build();
    }
}
