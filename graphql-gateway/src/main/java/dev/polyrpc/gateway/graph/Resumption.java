package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Duration;
import java.util.Optional;

/** Says whether, and when, a watch that was lost is called for again. For use by one thread at a time. */
final class Resumption {
    /** About nine seconds in all: a backend that restarts is back by then. */
    private static final int MOST_IN_A_ROW = 8;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** A call that lived so long was a good one, whether it brought a change or not. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

    private int inARow;

    /** A change came: the backend is there. */
    void progressed() {
        inARow = 0;
    }

    /** The pause before the next call; empty when the watch is to end with the failure. */
    Optional<Duration> after(Throwable thrown, Duration lived) {
        if (lived.compareTo(LONG_ENOUGH) >= 0) {
            inARow = 0;
        }
        Failure failure = GraphErrors.failure(thrown);
        if (failure == null || !mayPass(failure) || inARow == MOST_IN_A_ROW) {
            return Optional.empty();
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << inARow);
        inARow++;
        return Optional.of(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    /** Out of reach, or its own token has ended before the caller's: the next call is made with a new one. */
    private static boolean mayPass(Failure failure) {
        return failure.kind() == Kind.UNAVAILABLE || failure.reason().equals("TOKEN_EXPIRED");
    }
}
