package dev.polyrpc.gateway.request;

import java.io.Serial;

/** An operation that ended with errors instead of an answer. */
public final class OperationRefused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String errors;

    OperationRefused(String errors) {
        super("the operation was refused", null, false, false);
        this.errors = errors;
    }

    /** The errors for the client: a JSON array. */
    public String errors() {
        return errors;
    }
}
