package dev.polyrpc.kit.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.polyrpc.kit.failure.Causes;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import io.grpc.Metadata;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one table that says a failure in gRPC's words, and reads it back. */
public final class Statuses {
    static final String DOMAIN = "polyrpc.test";
    static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);
    private static final Logger LOG = LoggerFactory.getLogger(Statuses.class);

    private Statuses() {}

    /** The status for a caller; what nobody expected is logged here, once, and leaves as "internal error". */
    public static StatusRuntimeException of(Throwable problem, String requestId) {
        Throwable cause = Causes.unwrapped(problem);
        Failure failure = cause instanceof Failure known ? known : expected(cause);
        if (failure == null) {
            LOG.atError().addKeyValue("requestId", requestId).setCause(cause).log("internal error");
            failure = new Failure(Kind.INTERNAL, "INTERNAL", "internal error");
        }
        Status status = StatusDetails.write(failure, code(failure.kind()), requestId);
        Metadata trailers = new Metadata();
        String retryAfter = failure.details().get(Failure.RETRY_AFTER_MS);
        if (failure.kind() == Kind.EXHAUSTED && retryAfter != null) {
            trailers.put(PUSHBACK, retryAfter);
        }
        return StatusProto.toStatusRuntimeException(status, trailers);
    }

    /** The failure that a called service answered with, or that kept the call from reaching it. */
    public static Failure failure(Throwable problem) {
        Throwable cause = Causes.unwrapped(problem);
        if (cause instanceof Failure known) {
            return known;
        }
        if (cause instanceof StatusRuntimeException || cause instanceof StatusException) {
            io.grpc.Status status = io.grpc.Status.fromThrowable(cause);
            return status.getCause() instanceof Failure ours // what kept the call at home, such as a missing token
                    ? ours
                    : StatusDetails.read(status, StatusProto.fromThrowable(cause));
        }
        return new Failure(Kind.INTERNAL, "INTERNAL", "internal error");
    }

    static Code code(Kind kind) {
        return switch (kind) { // no default: a new kind must not compile until it is placed here
            case INVALID -> Code.INVALID_ARGUMENT;
            case NOT_FOUND -> Code.NOT_FOUND;
            case EXISTS -> Code.ALREADY_EXISTS;
            case CONFLICT -> Code.ABORTED;
            case STATE -> Code.FAILED_PRECONDITION;
            case OUT_OF_RANGE -> Code.OUT_OF_RANGE;
            case UNAUTHENTICATED -> Code.UNAUTHENTICATED;
            case DENIED -> Code.PERMISSION_DENIED;
            case EXHAUSTED -> Code.RESOURCE_EXHAUSTED;
            case DEADLINE -> Code.DEADLINE_EXCEEDED;
            case UNAVAILABLE -> Code.UNAVAILABLE;
            case INTERNAL -> Code.INTERNAL;
        };
    }

    static Kind kind(io.grpc.Status.Code code) {
        for (Kind kind : Kind.values()) {
            if (code(kind).getNumber() == code.value()) {
                return kind;
            }
        }
        // Cancelled from afar: the outcome is as unknown as that of a service out of reach.
        return code == io.grpc.Status.Code.CANCELLED ? Kind.UNAVAILABLE : Kind.INTERNAL;
    }

    /** A status that a handler let through, and a future that was cancelled, are nothing to be surprised at. */
    private static @Nullable Failure expected(Throwable cause) {
        if (cause.getCause() instanceof InvalidProtocolBufferException) {
            return new Failure(Kind.INVALID, "MESSAGE_UNREADABLE", "request: no message of this method");
        }
        if (cause instanceof StatusRuntimeException || cause instanceof StatusException) {
            Failure failure = failure(cause);
            return failure.kind() == Kind.INTERNAL ? null : failure;
        }
        if (cause instanceof CancellationException) {
            return new Failure(Kind.UNAVAILABLE, "CANCELLED", "the work was cancelled");
        }
        return null;
    }
}
