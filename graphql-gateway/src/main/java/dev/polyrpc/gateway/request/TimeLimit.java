package dev.polyrpc.gateway.request;

import java.time.Duration;

/** How long a request may take: what its caller gives, at most what the gateway gives everyone. */
final class TimeLimit {
    private TimeLimit() {}

    static Duration of(HttpCall call, Duration most) {
        String header = call.header("x-request-timeout-ms").orElse(null);
        if (header == null) {
            return most;
        }
        if (!header.matches("[0-9]{1,9}")) {
            throw Refusal.malformed("TIMEOUT_MALFORMED", "x-request-timeout-ms: (expected: 0 to 999999999)");
        }
        Duration asked = Duration.ofMillis(Long.parseLong(header));
        return asked.compareTo(most) < 0 ? asked : most;
    }
}
