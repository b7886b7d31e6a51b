package dev.polyrpc.token.inbound.http;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.token.domain.IssuedToken;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer of the token endpoint: status, headers and the members of its JSON (RFC 6749, 5). {@code toString} hides
 * the body.
 */
record OAuthAnswer(int status, Map<String, String> headers, Map<String, Object> body) {

    static OAuthAnswer issued(IssuedToken issued, boolean exchanged) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("access_token", issued.token());
        if (exchanged) {
            body.put("issued_token_type", TokenEndpoint.ACCESS_TOKEN);
        }
        body.put("token_type", "Bearer");
        body.put(
                "expires_in",
                Duration.between(issued.grant().issued(), issued.grant().expiry())
                        .toSeconds());
        body.put("scope", issued.grant().scope());
        return new OAuthAnswer(200, Map.of(), body);
    }

    /** A failure in OAuth's words: its reason in small letters is the error code. */
    static OAuthAnswer refused(Failure failure) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", failure.reason().toLowerCase(Locale.ROOT));
        body.put("error_description", failure.getMessage());
        Map<String, String> headers = new TreeMap<>();
        int status = status(failure);
        if (status == 401) {
            headers.put("WWW-Authenticate", "Basic realm=\"token\"");
        }
        String retryAfter = failure.details().get("retryAfterMs");
        if (retryAfter != null) {
            headers.put("Retry-After", String.valueOf(Math.max(1, Long.parseLong(retryAfter) / 1000)));
        }
        return new OAuthAnswer(status, headers, body);
    }

    private static int status(Failure failure) {
        return switch (failure.kind()) {
            case INVALID, STATE, OUT_OF_RANGE -> 400;
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

    @Override
    public String toString() {
        return "OAuthAnswer[status=%d]".formatted(status);
    }
}
