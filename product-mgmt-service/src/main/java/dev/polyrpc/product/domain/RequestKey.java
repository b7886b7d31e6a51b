package dev.polyrpc.product.domain;

import dev.polyrpc.kit.failure.Failure;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What makes a call take effect once: who calls, and the UUID that they gave the call.
 *
 * @param subject on whose behalf
 * @param requestId a UUID in any case; kept as it is compared: in lower case
 */
public record RequestKey(String subject, String requestId) {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** Refuses a request id that is no UUID. */
    public RequestKey {
        if (!UUID.matcher(requestId).matches()) {
            throw Failure.invalid(
                    "REQUEST_ID_INVALID",
                    "request_id",
                    Texts.shown(requestId),
                    "a UUID, for example 018f2d6e-5b7a-7c31-9d54-0c1f5a2b3e4d");
        }
        requestId = requestId.toLowerCase(Locale.ROOT);
    }
}
