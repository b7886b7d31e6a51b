package dev.polyrpc.kit.failure;

import java.io.Serial;
import java.util.Map;

/**
 * A refusal in words that a caller can use: kind, machine-readable reason, message and details. Immutable. The message
 * names the value and what was expected, and never holds a class name, SQL, a path or a token.
 */
public final class Failure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The detail that says after how many milliseconds it is worth trying again. */
    public static final String RETRY_AFTER_MS = "retryAfterMs";

    private final Kind kind;
    private final String reason;
    private final transient Map<String, String> details;

    /**
     * Makes a failure.
     *
     * @param reason UPPER_SNAKE_CASE, stable
     * @param details with {@link Kind#INVALID} each field and its value; else what a program may want to know
     */
    public Failure(Kind kind, String reason, String message, Map<String, String> details) {
        super(message, null, false, false); // an expected outcome: no stack trace, so that refusing stays cheap
        this.kind = kind;
        this.reason = reason;
        this.details = Map.copyOf(details);
    }

    /** Makes a failure without details. */
    public Failure(Kind kind, String reason, String message) {
        this(kind, reason, message, Map.of());
    }

    /** Makes the failure of one wrong field: {@code field: value (expected: expectation)}. */
    public static Failure invalid(String reason, String field, Object value, String expectation) {
        return new Failure(
                Kind.INVALID,
                reason,
                "%s: %s (expected: %s)".formatted(field, value, expectation),
                Map.of(field, String.valueOf(value)));
    }

    /** What kind of refusal this is. */
    public Kind kind() {
        return kind;
    }

    /** The machine-readable reason, UPPER_SNAKE_CASE. */
    public String reason() {
        return reason;
    }

    /** Names and values that a program may want to know; with {@link Kind#INVALID} the fields that are wrong. */
    public Map<String, String> details() {
        return details;
    }

    /** The message for the caller; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
