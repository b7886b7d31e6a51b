package dev.polyrpc.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RequestInfo;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.grpc.Statuses;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * Why a call did not succeed, as its error details say it.
 *
 * @param kind what sort of failure
 * @param reason for machines, in UPPER_SNAKE_CASE
 * @param message for people
 * @param requestId what the service's log names the call by; empty when no service answered
 */
public record Refusal(Kind kind, String reason, String message, String requestId) {
    private static final int REFUSED = 1;
    private static final int USAGE = 2;
    private static final int UNREACHABLE = 3;
    private static final String WRONG_USE = "USAGE";

    /** Decodes what was thrown: the status details of a gRPC call, a failure, or anything else by its message. */
    public static Refusal of(Throwable problem) {
        Throwable cause = unwrapped(problem);
        if (cause instanceof StatusRuntimeException || cause instanceof Failure) {
            Failure failure = Statuses.failure(cause);
            return new Refusal(failure.kind(), failure.reason(), words(failure), requestId(cause));
        }
        if (cause instanceof IllegalArgumentException || cause instanceof IOException) {
            return new Refusal(Kind.INVALID, WRONG_USE, words(cause), "");
        }
        return new Refusal(Kind.INTERNAL, "UNEXPECTED", words(cause), "");
    }

    /** One line for people. */
    @Override
    public String toString() {
        if (reason.equals(WRONG_USE)) {
            return message;
        }
        String request = requestId.isEmpty() ? "" : " (request " + requestId + ")";
        return "%s %s: %s%s".formatted(kind, reason, message, request);
    }

    /** What a verb ends with: 1 refused, 2 usage, 3 unreachable. */
    int exitCode() {
        return switch (kind) {
            case UNAVAILABLE, DEADLINE -> UNREACHABLE;
            case INVALID -> reason.equals(WRONG_USE) ? USAGE : REFUSED;
            case NOT_FOUND, EXISTS, CONFLICT, STATE, OUT_OF_RANGE, UNAUTHENTICATED, DENIED, EXHAUSTED, INTERNAL ->
                REFUSED;
        };
    }

    boolean isUnreachable() {
        return exitCode() == UNREACHABLE;
    }

    /** Tells on stderr why a verb failed. */
    static int report(Exception problem, CommandLine command, ParseResult parsed) {
        Refusal refusal = of(problem);
        command.getErr().println(refusal);
        hint(refusal.exitCode(), command);
        return refusal.exitCode();
    }

    /** Tells on stderr where to look when nobody was reached. */
    static void hint(int exitCode, CommandLine command) {
        if (exitCode == UNREACHABLE) {
            command.getErr().println("Is the system up? scripts/status");
        }
    }

    private static Throwable unwrapped(Throwable problem) {
        return problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
    }

    private static String words(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static String requestId(Throwable cause) {
        com.google.rpc.Status status = Status.fromThrowable(cause).isOk() ? null : StatusProto.fromThrowable(cause);
        if (status == null) {
            return "";
        }
        return status.getDetailsList().stream()
                .filter(detail -> detail.is(RequestInfo.class))
                .findFirst()
                .map(Refusal::requestIdOf)
                .orElse("");
    }

    private static String requestIdOf(com.google.protobuf.Any detail) {
        try {
            return detail.unpack(RequestInfo.class).getRequestId();
        } catch (InvalidProtocolBufferException e) {
            return "";
        }
    }
}
