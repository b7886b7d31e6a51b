package dev.polyrpc.product.domain;

import dev.polyrpc.kit.failure.Failure;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What makes a call take effect once: who calls, and the UUID that they gave the call.
 *
 * @param subject on whose behalf
 * @param requestId a UUID in lower case
 */
public record RequestKey(String subject, String requestId) {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** Checks the request id. */
    public RequestKey {
        requestId = requestId.toLowerCase(Locale.ROOT);
        if (!UUID.matcher(requestId).matches()) {
            throw Failure.invalid(
                    "REQUEST_ID_INVALID",
                    "request_id",
                    requestId.length() + " characters",
                    "a UUID, made by the client");
        }
    }
}
