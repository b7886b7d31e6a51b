package dev.polyrpc.returns.domain;

/**
 * A call that takes effect once.
 *
 * @param subject on whose behalf
 * @param method which method
 * @param requestId a UUID that the client made for the call
 * @param command what is asked for: the same request id with another command is refused
 */
public record RequestKey(String subject, String method, String requestId, Record command) {
    /** Refuses a request id that is no UUID. */
    public RequestKey {
        requestId = Inputs.uuid("request_id", requestId);
    }
}
