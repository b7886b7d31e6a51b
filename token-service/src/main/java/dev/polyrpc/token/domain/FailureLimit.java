package dev.polyrpc.token.domain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/** Counts failures, and refuses who had 100 in ten seconds until those are over. Safe for use by many threads. */
final class FailureLimit {
    private static final int MOST = 100;
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int MOST_WINDOWS = 10_000;

    private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();
    private final Clock clock;

    FailureLimit(Clock clock) {
        this.clock = clock;
    }

    /** Throws if that one had too many failures. */
    void require(String who) {
        Instant now = clock.instant();
        Window window = windows.get(who);
        if (window != null && window.failures >= MOST && now.isBefore(window.end)) {
            throw Refusals.rateLimited(Duration.between(now, window.end));
        }
    }

    void failed(String who) {
        Instant now = clock.instant();
        if (windows.size() >= MOST_WINDOWS) {
            windows.values().removeIf(window -> !now.isBefore(window.end));
            if (windows.size() >= MOST_WINDOWS) {
                windows.clear(); // more live ones than meant: count anew rather than grow
            }
        }
        windows.compute(
                who,
                (same, window) -> window == null || !now.isBefore(window.end)
                        ? new Window(now.plus(WINDOW), 1)
                        : new Window(window.end, window.failures + 1));
    }

    private record Window(Instant end, int failures) {}
}
