package dev.polyrpc.gateway.request;

import dev.polyrpc.gateway.graph.Budget;
import dev.polyrpc.gateway.graph.Cancellation;
import dev.polyrpc.gateway.graph.RequestScope;
import dev.polyrpc.gateway.trace.Trace;
import dev.polyrpc.kit.identity.Caller;
import graphql.GraphQLError;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One request on its way: what is known of it so far. Handed from thread to thread, never used by two at once. */
final class Exchange {
    private final HttpCall call;
    private final long started = System.nanoTime();
    private final Trace trace;
    private final RequestIds ids;
    private final Cancellation cancellation = new Cancellation();
    private MediaType mediaType;
    private String operation = "unknown";
    private @Nullable String operationName;
    private @Nullable Caller caller;
    private String code = "OK";

    Exchange(HttpCall call, String requestId, Trace trace) {
        this.call = call;
        this.trace = trace;
        ids = new RequestIds(requestId, trace);
        mediaType = MediaType.preferred(call.header("accept").orElse(null)).orElse(MediaType.JSON);
    }

    HttpCall call() {
        return call;
    }

    long started() {
        return started;
    }

    Trace trace() {
        return trace;
    }

    RequestIds ids() {
        return ids;
    }

    /** The media type of a single answer: of a refusal also where the client wants events. */
    MediaType mediaType() {
        return wantsEvents() ? MediaType.JSON : mediaType;
    }

    /** Whether it came as a message on a socket, which has no headers. */
    boolean isMessage() {
        return call.method().isEmpty();
    }

    /** Whether the client wants events instead of a single answer. */
    boolean wantsEvents() {
        return mediaType == MediaType.EVENTS;
    }

    /** Whether the client wants to be told what its operation costs. */
    boolean wantsCost() {
        return call.header("graphql-cost").filter("report"::equals).isPresent();
    }

    /** Refuses a request whose client takes none of the media types that there are. */
    void negotiate() {
        String accept = String.join(",", call.headers("accept"));
        mediaType = MediaType.preferred(accept)
                .orElseThrow(() -> Refusal.http(
                        406,
                        "MEDIA_TYPE_UNSUPPORTED",
                        "accept: (expected: application/graphql-response+json, application/json or text/event-stream)",
                        Map.of()));
    }

    /** Whether the client still waits. */
    Cancellation cancellation() {
        return cancellation;
    }

    /** What goes with the calls that are made for an answer. */
    RequestScope scope(Caller caller, Budget budget, Executor work) {
        return new RequestScope(caller, ids.requestId(), trace, budget, cancellation, work);
    }

    void caller(Caller verified) {
        caller = verified;
    }

    @Nullable
    Caller caller() {
        return caller;
    }

    void operation(String kind, @Nullable String name) {
        operation = kind;
        operationName = name;
    }

    String operation() {
        return operation;
    }

    @Nullable
    String operationName() {
        return operationName;
    }

    void errors(List<GraphQLError> errors) {
        code = errors.isEmpty() ? "OK" : ErrorCodes.of(errors.get(0));
    }

    /** OK, or the code of the first error; CANCELLED where the client has gone before. */
    String code() {
        return cancellation.isCancelled() ? "CANCELLED" : code;
    }
}
