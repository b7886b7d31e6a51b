package dev.polyrpc.kit.store;

/**
 * A call that takes effect once.
 *
 * @param subject on whose behalf
 * @param method which method
 * @param requestId what names the call
 * @param command what is asked for: the same request id with another command is refused; a record or what else JSON can say
 */
public record Request(String subject, String method, String requestId, Object command) {}
