package dev.polyrpc.token.domain;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Duration;
import java.util.Map;

/** What the token service refuses, each reason an error code of RFC 6749, 8693 or 8707 in capitals. */
public final class Refusals {
    private Refusals() {}

    /** A parameter is missing, twice or wrong. */
    public static Failure invalidRequest(String message) {
        return new Failure(Kind.INVALID, "INVALID_REQUEST", message);
    }

    /** The subject or actor token is not to be believed: one wording, whatever is wrong with it. */
    public static Failure invalidToken() {
        return invalidRequest("the subject or actor token is refused");
    }

    /** The client did not prove who it is. */
    public static Failure invalidClient() {
        return new Failure(Kind.UNAUTHENTICATED, "INVALID_CLIENT", "the client is unknown or did not prove itself");
    }

    /** The client may not use this grant. */
    public static Failure unauthorizedClient() {
        return new Failure(Kind.INVALID, "UNAUTHORIZED_CLIENT", "this client may not use this grant");
    }

    /** There is no such grant. */
    public static Failure unsupportedGrantType() {
        return new Failure(
                Kind.INVALID, "UNSUPPORTED_GRANT_TYPE", "grant_type: expected client_credentials or token-exchange");
    }

    /** The audience is unknown, or not for this client. */
    public static Failure invalidTarget() {
        return new Failure(Kind.INVALID, "INVALID_TARGET", "audience: missing, unknown or not for this client");
    }

    /** The policy does not give these scopes. */
    public static Failure invalidScope() {
        return new Failure(Kind.INVALID, "INVALID_SCOPE", "scope: more than the policy gives");
    }

    /** Too many wrong secrets in a short time. */
    public static Failure rateLimited(Duration pause) {
        return new Failure(
                Kind.EXHAUSTED,
                "RATE_LIMITED",
                "too many failures",
                Map.of(Failure.RETRY_AFTER_MS, String.valueOf(pause.toMillis())));
    }
}
