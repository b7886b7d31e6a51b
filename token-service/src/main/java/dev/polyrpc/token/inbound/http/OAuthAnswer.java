package dev.polyrpc.token.inbound.http;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.http.HttpStatuses;
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
        int status = HttpStatuses.status(failure.kind());
        if (status == 401) {
            headers.put("WWW-Authenticate", "Basic realm=\"token\"");
        }
        HttpStatuses.retryAfter(failure).ifPresent(seconds -> headers.put("Retry-After", String.valueOf(seconds)));
        return new OAuthAnswer(status, headers, body);
    }

    @Override
    public String toString() {
        return "OAuthAnswer[status=%d]".formatted(status);
    }
}
