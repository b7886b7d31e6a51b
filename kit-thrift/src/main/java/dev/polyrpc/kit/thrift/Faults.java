package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.call.ShortFailure;
import dev.polyrpc.kit.failure.Causes;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.thrift.common.v1.FaultCode;
import dev.polyrpc.thrift.common.v1.ServiceFault;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one table that says a failure in Thrift's words, and reads it back. */
public final class Faults {
    /** What metrics and logs call the end of a call that ends well; and of one that nobody waits for any more. */
    static final String OK = "OK";

    static final String CANCELLED = "CANCELLED";
    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,9}");
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /** The fault for a caller; what nobody expected is logged here, once, and leaves as "internal error". */
    public static ServiceFault of(Throwable problem, String requestId) {
        Failure failure = expected(Causes.unwrapped(problem));
        if (failure == null) {
            LOG.atError()
                    .addKeyValue("requestId", requestId)
                    .setCause(Causes.unwrapped(problem))
                    .log("internal error");
            failure = internal();
        }
        ServiceFault fault = new ServiceFault()
                .setCode(code(failure.kind()))
                .setReason(failure.reason())
                .setMessage(ShortFailure.message(failure))
                .setDetails(ShortFailure.details(failure))
                .setRequestId(requestId);
        String retryAfter = failure.details().get(Failure.RETRY_AFTER_MS);
        return failure.kind() == Kind.EXHAUSTED
                        && retryAfter != null
                        && MILLIS.matcher(retryAfter).matches()
                ? fault.setRetryAfterMs(Integer.parseInt(retryAfter))
                : fault;
    }

    /** The failure that a called service answered with, or that kept the call from reaching it. */
    public static Failure failure(Throwable problem) {
        Throwable cause = Causes.unwrapped(problem);
        if (cause instanceof ServiceFault fault) {
            return failure(fault);
        }
        if (cause instanceof TTransportException || cause instanceof IOException) {
            return OutgoingCall.unavailable();
        }
        Failure known = expected(cause);
        return known == null ? internal() : known;
    }

    /** The code that a kind of failure has. */
    public static FaultCode code(Kind kind) {
        return switch (kind) { // no default: a new kind must not compile until it is placed here
            case INVALID -> FaultCode.INVALID_ARGUMENT;
            case NOT_FOUND -> FaultCode.NOT_FOUND;
            case EXISTS -> FaultCode.ALREADY_EXISTS;
            case CONFLICT -> FaultCode.ABORTED;
            case STATE -> FaultCode.FAILED_PRECONDITION;
            case OUT_OF_RANGE -> FaultCode.OUT_OF_RANGE;
            case UNAUTHENTICATED -> FaultCode.UNAUTHENTICATED;
            case DENIED -> FaultCode.PERMISSION_DENIED;
            case EXHAUSTED -> FaultCode.RESOURCE_EXHAUSTED;
            case DEADLINE -> FaultCode.DEADLINE_EXCEEDED;
            case UNAVAILABLE -> FaultCode.UNAVAILABLE;
            case INTERNAL -> FaultCode.INTERNAL;
        };
    }

    private static Failure failure(ServiceFault fault) {
        Kind kind = kind(fault.getCode());
        if (kind == Kind.INTERNAL) {
            return internal(); // such text may be anybody's, so it is not passed on
        }
        Map<String, String> details = fault.isSetDetails() ? fault.getDetails() : Map.of();
        return new Failure(kind, String.valueOf(fault.getReason()), String.valueOf(fault.getMessage()), details);
    }

    private static Kind kind(@Nullable FaultCode code) {
        return Stream.of(Kind.values())
                .filter(kind -> code(kind) == code)
                .findFirst()
                .orElse(Kind.INTERNAL);
    }

    private static @Nullable Failure expected(Throwable cause) {
        if (cause instanceof Failure known) {
            return known;
        }
        if (cause instanceof ServiceFault fault) { // what a called service said, let through
            Failure failure = failure(fault);
            return failure.kind() == Kind.INTERNAL ? null : failure;
        }
        return cause instanceof CancellationException
                ? new Failure(Kind.UNAVAILABLE, "CANCELLED", "the work was cancelled")
                : null;
    }

    static Failure internal() {
        return new Failure(Kind.INTERNAL, "INTERNAL", "internal error");
    }
}
