package dev.polyrpc.gateway.request;

import dev.polyrpc.kit.telemetry.RequestId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of a request: taken from the caller where they are well-formed, else made. */
record RequestIds(String requestId, String traceId) {
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    static RequestIds of(HttpCall call) {
        return new RequestIds(
                RequestId.of(call.header("x-request-id").orElse(null)),
                call.header("traceparent").flatMap(RequestIds::traceId).orElseGet(RequestIds::newTraceId));
    }

    private static Optional<String> traceId(String traceParent) {
        Matcher parent = TRACE_PARENT.matcher(traceParent);
        return parent.matches() ? Optional.of(parent.group(1)) : Optional.empty();
    }

    /** A name and no secret: randomness that nobody can guess would cost more than the rest of a short request. */
    private static String newTraceId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    }
}
