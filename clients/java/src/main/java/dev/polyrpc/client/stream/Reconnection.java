package dev.polyrpc.client.stream;

import dev.polyrpc.client.session.Refusal;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Decides whether a stream that ended is worth another attempt, and after which pause. What may pass by itself is: a peer
 * out of reach, draining or overloaded, a token that ended. Not safe for use by many threads.
 */
public final class Reconnection {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final String TOKEN_EXPIRED = "TOKEN_EXPIRED";

    private final Duration patience;
    private final Consumer<String> notes;
    private boolean reached;
    private boolean lost;
    private long lostAt;
    private Duration pause = FIRST_PAUSE;

    /**
     * Makes a policy.
     *
     * @param patience how long to try again; a peer that was never reached is not tried again
     * @param notes takes a line when a stream is lost, and one when it goes on
     */
    public Reconnection(Duration patience, Consumer<String> notes) {
        this.patience = patience;
        this.notes = notes;
    }

    /** The peer is there, whatever it will do. */
    void reached() {
        reached = true;
    }

    /** The stream is on again: the next loss is another one. */
    void connected() {
        reached = true;
        if (lost) {
            lost = false;
            notes.accept("connected again after %.1f s".formatted((System.nanoTime() - lostAt) / 1e9));
        }
    }

    /** Something came through: the next attempt need not wait long. */
    void progressed() {
        connected();
        pause = FIRST_PAUSE;
    }

    /** How long to wait before the next attempt; throws what ended the stream where there is no sense in one. */
    Duration pauseAfter(StatusRuntimeException problem) {
        Refusal refusal = Refusal.of(problem);
        long now = System.nanoTime();
        boolean impatient = lost && now - lostAt > patience.toNanos();
        if (!reached || impatient || !mayPass(refusal)) {
            throw problem;
        }
        if (!lost) {
            lost = true;
            lostAt = now;
            notes.accept("the stream ended (%s); trying again for %d s".formatted(refusal, patience.toSeconds()));
        }
        Duration before = pause;
        pause = before.compareTo(LONGEST_PAUSE) < 0 ? before.multipliedBy(2) : LONGEST_PAUSE;
        // Clients that lost the same server are not to come back all at once.
        return before.multipliedBy(ThreadLocalRandom.current().nextLong(75, 125))
                .dividedBy(100);
    }

    private static boolean mayPass(Refusal refusal) {
        return switch (refusal.code()) {
            case UNAVAILABLE, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED, CANCELLED -> true;
            case UNAUTHENTICATED -> refusal.reason().equals(TOKEN_EXPIRED);
            default -> false;
        };
    }
}
