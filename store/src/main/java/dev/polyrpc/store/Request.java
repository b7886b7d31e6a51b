package dev.polyrpc.store;

/**
 * A call that takes effect once.
 *
 * @param subject on whose behalf
 * @param method which method
 * @param requestId what names the call
 * @param command what is asked for: the same request id with another command is refused; a record or what else JSON can say
 * @param keepsRefusals whether a refusal is remembered too; if not, a repeated call is decided anew until it succeeds
 */
public record Request(String subject, String method, String requestId, Object command, boolean keepsRefusals) {
    /** A request whose refusals are remembered too. */
    public Request(String subject, String method, String requestId, Object command) {
        this(subject, method, requestId, command, true);
    }
}
