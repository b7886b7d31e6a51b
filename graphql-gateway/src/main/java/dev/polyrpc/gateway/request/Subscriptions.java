package dev.polyrpc.gateway.request;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.HashMap;
import java.util.Map;

/** How many subscriptions run, in all and for each subject, over all of its sockets. Safe for use by many threads. */
final class Subscriptions {
    private final int most;
    private final int mostOfASubject;
    private final Map<String, Integer> running = new HashMap<>();
    private int all;

    /** None runs yet. */
    Subscriptions(ClientLimits limits) {
        most = limits.subscriptions();
        mostOfASubject = limits.subjectSubscriptions();
    }

    /** Counts one more of a subject, or refuses it. */
    synchronized void begin(String subject) {
        if (running.getOrDefault(subject, 0) == mostOfASubject) {
            throw new Failure(
                    Kind.EXHAUSTED,
                    "SUBJECT_SUBSCRIPTIONS_FULL",
                    "subscriptions of %s: %d (expected: no more)".formatted(subject, mostOfASubject));
        }
        if (all == most) {
            throw new Failure(
                    Kind.EXHAUSTED, "SUBSCRIPTIONS_FULL", "the gateway has as many subscriptions as it takes");
        }
        all++;
        running.merge(subject, 1, Integer::sum);
    }

    /** One of a subject has ended. */
    synchronized void end(String subject) {
        all--;
        running.computeIfPresent(subject, (key, count) -> count == 1 ? null : count - 1);
    }
}
