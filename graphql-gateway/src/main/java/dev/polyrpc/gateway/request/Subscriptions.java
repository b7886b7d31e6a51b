package dev.polyrpc.gateway.request;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.HashMap;
import java.util.Map;

/** How many subscriptions run, in all and for each subject, over all of its sockets. Safe for use by many threads. */
final class Subscriptions {
    /** Each is a call to a backend, and a backend takes 512 calls of one connection. */
    private static final int MOST = 500;

    private static final int MOST_OF_A_SUBJECT = 100;

    private final Map<String, Integer> running = new HashMap<>();
    private int all;

    /** Counts one more of a subject, or refuses it. */
    synchronized void begin(String subject) {
        if (running.getOrDefault(subject, 0) == MOST_OF_A_SUBJECT) {
            throw new Failure(
                    Kind.EXHAUSTED,
                    "SUBJECT_SUBSCRIPTIONS_FULL",
                    "subscriptions of %s: %d (expected: no more)".formatted(subject, MOST_OF_A_SUBJECT));
        }
        if (all == MOST) {
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
