package dev.polyrpc.gateway.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as a transport hands it over.
 *
 * @param method the HTTP method, in capitals
 * @param headers values of the headers that matter, by name in lower case; see {@link #HEADERS}
 * @param parameters values of the query string's parameters
 * @param body the body, already held to {@link GraphqlOverHttp#mostBytes}
 */
public record HttpCall(
        String method, Map<String, List<String>> headers, Map<String, List<String>> parameters, Bytes body) {
    /** Names of the headers that a transport hands over. */
    public static final List<String> HEADERS = List.of(
            "accept",
            "authorization",
            "content-encoding",
            "content-type",
            "graphql-cost",
            "traceparent",
            "x-request-id",
            "x-request-timeout-ms");

    /** No request: what stands for one where a message came on a socket. */
    static final HttpCall NONE = new HttpCall("", Map.of(), Map.of(), Bytes.NONE);

    /** Keeps copies. */
    public HttpCall {
        headers = Map.copyOf(headers);
        parameters = Map.copyOf(parameters);
    }

    /** Every value of a header, in the order in which they came. */
    List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The value of a header; of several the first. */
    Optional<String> header(String name) {
        return first(headers(name));
    }

    /** The value of a parameter of the query string; of several the first. */
    Optional<String> parameter(String name) {
        return first(parameters.getOrDefault(name, List.of()));
    }

    private static Optional<String> first(List<String> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }
}
