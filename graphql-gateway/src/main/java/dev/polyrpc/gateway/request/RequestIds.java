package dev.polyrpc.gateway.request;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of a request: taken from the caller where they are well-formed, else made. */
record RequestIds(String requestId, String traceId) {
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    static RequestIds of(HttpCall call) {
        Matcher parent = TRACE_PARENT.matcher(call.header("traceparent").orElse(""));
        String made = UUID.randomUUID().toString();
        String requestId = call.header("x-request-id")
                .filter(id -> REQUEST_ID.matcher(id).matches())
                .orElse(made);
        return new RequestIds(requestId, parent.matches() ? parent.group(1) : made.replace("-", ""));
    }
}
