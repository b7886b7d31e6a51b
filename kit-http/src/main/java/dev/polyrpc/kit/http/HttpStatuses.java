package dev.polyrpc.kit.http;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.OptionalLong;

/** The one table that says a failure in HTTP's words. */
public final class HttpStatuses {
    private static final long MS = 1_000;

    private HttpStatuses() {}

    /** The status of a kind of failure. */
    public static int status(Kind kind) {
        return switch (kind) { // no default: a new kind must not compile until it is placed here
            case INVALID, OUT_OF_RANGE, STATE -> 400;
            case UNAUTHENTICATED -> 401;
            case DENIED -> 403;
            case NOT_FOUND -> 404;
            case EXISTS, CONFLICT -> 409;
            case EXHAUSTED -> 429;
            case INTERNAL -> 500;
            case UNAVAILABLE -> 503;
            case DEADLINE -> 504;
        };
    }

    /**
     * What stands in {@code Retry-After}: whole seconds, rounded up, for who comes early is refused again; at least one. A
     * second where too much was asked and nobody said for how long; empty where it is not a matter of time.
     */
    public static OptionalLong retryAfter(Failure failure) {
        String millis = failure.details().get(Failure.RETRY_AFTER_MS);
        if (millis == null) {
            return failure.kind() == Kind.EXHAUSTED ? OptionalLong.of(1) : OptionalLong.empty();
        }
        return OptionalLong.of(Math.max(1, (Long.parseLong(millis) + MS - 1) / MS));
    }
}
