package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One failure in GraphQL's words.
 *
 * @param message for people; nothing internal in it
 * @param extensions for programs: code, reason, grpcStatus, retryable, and where they apply backend, fieldViolations and
 *     retryAfterMs
 */
public record ErrorWords(String message, Map<String, Object> extensions) {
    private static final Set<Kind> RETRYABLE = Set.of(Kind.CONFLICT, Kind.EXHAUSTED, Kind.DEADLINE, Kind.UNAVAILABLE);

    /** Copies what it is given. */
    public ErrorWords {
        extensions = Map.copyOf(extensions);
    }

    /** Says a failure of {@code backend}, or, where that is null, of the gateway itself. */
    public static ErrorWords of(Failure failure, @Nullable String backend) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", code(failure.kind()));
        extensions.put("reason", failure.reason());
        extensions.put("grpcStatus", grpcStatus(failure.kind()));
        extensions.put("retryable", RETRYABLE.contains(failure.kind()));
        if (backend != null) {
            extensions.put("backend", backend);
        }
        if (failure.kind() == Kind.INVALID && !failure.details().isEmpty()) {
            extensions.put("fieldViolations", violations(failure));
        }
        String retryAfterMs = failure.details().get(Failure.RETRY_AFTER_MS);
        if (retryAfterMs != null) {
            extensions.put("retryAfterMs", Long.valueOf(retryAfterMs));
        }
        return new ErrorWords(message(failure, backend), extensions);
    }

    private static List<Map<String, String>> violations(Failure failure) {
        return failure.details().keySet().stream()
                .map(field -> Map.of("field", Payload.inputField(field), "description", failure.getMessage()))
                .toList();
    }

    /** What transports say of these holds addresses and causes, so they get words of our own. */
    private static String message(Failure failure, @Nullable String backend) {
        String who = backend == null ? "the gateway" : backend;
        return switch (failure.kind()) {
            case INTERNAL -> "internal error";
            case UNAVAILABLE -> who + " cannot be reached";
            case DEADLINE -> who + " did not answer in time";
            default -> failure.getMessage();
        };
    }

    private static String code(Kind kind) {
        return switch (kind) {
            case INVALID, OUT_OF_RANGE -> "BAD_USER_INPUT";
            case NOT_FOUND -> "NOT_FOUND";
            case EXISTS -> "ALREADY_EXISTS";
            case CONFLICT -> "CONFLICT";
            case STATE -> "FAILED_PRECONDITION";
            case UNAUTHENTICATED -> "UNAUTHENTICATED";
            case DENIED -> "FORBIDDEN";
            case EXHAUSTED -> "RATE_LIMITED";
            case DEADLINE -> "DEADLINE_EXCEEDED";
            case UNAVAILABLE -> "SERVICE_UNAVAILABLE";
            case INTERNAL -> "INTERNAL_SERVER_ERROR";
        };
    }

    private static int grpcStatus(Kind kind) {
        return switch (kind) {
            case INVALID -> 3;
            case DEADLINE -> 4;
            case NOT_FOUND -> 5;
            case EXISTS -> 6;
            case DENIED -> 7;
            case EXHAUSTED -> 8;
            case STATE -> 9;
            case CONFLICT -> 10;
            case OUT_OF_RANGE -> 11;
            case INTERNAL -> 13;
            case UNAVAILABLE -> 14;
            case UNAUTHENTICATED -> 16;
        };
    }
}
