package dev.polyrpc.gateway.request;

import dev.polyrpc.gateway.graph.ErrorWords;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.http.HttpStatuses;
import graphql.GraphQLError;
import java.io.Serial;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request that is refused as a whole, before any operation runs. */
final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

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
        return new Refusal(status, headers, List.of(error(new Failure(Kind.INVALID, reason, message))));
    }

    /** A request that is not well-formed GraphQL over HTTP. */
    static Refusal malformed(String reason, String message) {
        return http(400, reason, message, Map.of());
    }

    /** A failure of what every request needs: the token's check above all. */
    static Refusal of(Failure failure) {
        return new Refusal(HttpStatuses.status(failure.kind()), headers(failure), List.of(error(failure)));
    }

    /** A document that does not parse or validate: the older media type has no status for that. */
    static Refusal document(MediaType answer, List<GraphQLError> errors) {
        return new Refusal(answer == MediaType.JSON ? 200 : 400, Map.of(), errors);
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

    private static GraphQLError error(Failure failure) {
        ErrorWords words = ErrorWords.of(failure, null);
        return GraphQLError.newError()
                .message("%s", words.message())
                .extensions(words.extensions())
                .build();
    }
}
