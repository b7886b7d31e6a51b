package dev.polyrpc.gateway.request;

import dev.polyrpc.kit.telemetry.RequestId;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of a request: taken from the caller where they are well-formed, else made. */
record RequestIds(String requestId, String traceId) {
    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    static RequestIds of(HttpCall call) {
        Matcher parent = TRACE_PARENT.matcher(call.header("traceparent").orElse(""));
        String traceId = parent.matches()
                ? parent.group(1)
                : UUID.randomUUID().toString().replace("-", "");
        return new RequestIds(RequestId.of(call.header("x-request-id").orElse(null)), traceId);
    }
}
