package dev.polyrpc.client.session;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.grpc.Statuses;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Why a call did not succeed, as its error details say it. Immutable.
 *
 * @param code gRPC's code
 * @param reason for machines, in UPPER_SNAKE_CASE
 * @param message for people
 * @param violations the fields that are wrong, with {@link Code#INVALID_ARGUMENT}
 * @param requestId what the service's log names the call by; empty when no service answered
 */
public record Refusal(Code code, String reason, String message, List<Violation> violations, String requestId) {
    /** The reason of what was refused before anything was called: the command line is at fault. */
    public static final String USAGE = "USAGE";

    /** What a program ends with when nobody answered. */
    public static final int EXIT_UNREACHABLE = 3;

    private static final int EXIT_REFUSED = 1;
    private static final int EXIT_USAGE = 2;

    public Refusal {
        violations = List.copyOf(violations);
    }

    /**
     * A field that is wrong.
     *
     * @param field its path in the request
     * @param description what is wrong with it
     */
    public record Violation(String field, String description) {}

    /** A wrong use of the command line. */
    public static Refusal usage(String message) {
        return new Refusal(Code.INVALID_ARGUMENT, USAGE, message, List.of(), "");
    }

    /** Decodes what was thrown: the status details of a gRPC call, a failure, or anything else by its message. */
    public static Refusal of(Throwable problem) {
        Throwable cause = unwrapped(problem);
        if (cause instanceof StatusRuntimeException || cause instanceof StatusException) {
            return ErrorDetails.refusal(cause);
        }
        if (cause instanceof Failure failure) {
            return of(failure);
        }
        if (cause instanceof IllegalArgumentException || cause instanceof IOException) {
            return usage(words(cause));
        }
        return new Refusal(Code.INTERNAL, "UNEXPECTED", words(cause), List.of(), "");
    }

    /** What kept a call at home, such as a token service that cannot be reached. */
    static Refusal of(Failure failure) {
        Code code = Statuses.of(failure, "").getStatus().getCode();
        return new Refusal(code, failure.reason(), failure.getMessage(), List.of(), "");
    }

    /** The same refusal of a call that its client named. */
    public Refusal named(String id) {
        return new Refusal(code, reason, message, violations, id);
    }

    /** The same refusal of one line of many. */
    public Refusal inLine(long line) {
        return new Refusal(code, reason, "line %d: %s".formatted(line, message), violations, requestId);
    }

    /** One line for people. */
    @Override
    public String toString() {
        if (reason.equals(USAGE)) {
            return message;
        }
        String request = requestId.isEmpty() ? "" : " (request " + requestId + ")";
        String words = reason.equals(code.name()) ? reason : code + " " + reason;
        return "%s: %s%s".formatted(words, message, request);
    }

    /** What a program ends with: 1 refused, 2 usage, 3 unreachable. */
    public int exitCode() {
        return switch (code) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> EXIT_UNREACHABLE;
            default -> reason.equals(USAGE) ? EXIT_USAGE : EXIT_REFUSED;
        };
    }

    /** Whether nobody answered, so that nothing is known of what became of the call. */
    public boolean isUnreachable() {
        return exitCode() == EXIT_UNREACHABLE;
    }

    private static Throwable unwrapped(Throwable problem) {
        Throwable inner = problem;
        while ((inner instanceof CompletionException
                        || inner instanceof ExecutionException
                        || inner instanceof UncheckedIOException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static String words(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
