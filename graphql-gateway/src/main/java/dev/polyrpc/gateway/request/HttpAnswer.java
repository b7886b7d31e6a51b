package dev.polyrpc.gateway.request;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer as a transport sends it.
 *
 * @param status the HTTP status
 * @param headers the headers, the media type among them
 * @param body the body
 * @param events what follows as events instead of a body; null = nothing
 */
public record HttpAnswer(
        int status,
        Map<String, String> headers,
        Bytes body,
        @Nullable Answers events) {
    /** Keeps a copy. */
    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /** This answer with one header more. */
    HttpAnswer with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new HttpAnswer(status, more, body, events);
    }
}
