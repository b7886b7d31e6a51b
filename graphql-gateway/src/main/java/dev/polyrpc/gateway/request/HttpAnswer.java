package dev.polyrpc.gateway.request;

import java.util.Map;

/**
 * An answer as a transport sends it.
 *
 * @param status the HTTP status
 * @param headers the headers, the media type among them
 * @param body the body
 */
public record HttpAnswer(int status, Map<String, String> headers, Bytes body) {
    /** Keeps a copy. */
    public HttpAnswer {
        headers = Map.copyOf(headers);
    }
}
