package dev.polyrpc.client.demo;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Looks again and again until something has come about, but not for ever. */
final class Waiting {
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private Waiting() {}

    /** What the look that was the first to satisfy saw. */
    static <T> T until(String what, Callable<T> look, Predicate<T> satisfies) throws Exception {
        long end = System.nanoTime() + BOUND.toNanos();
        while (true) {
            T seen = look.call();
            if (satisfies.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > end) {
                throw new TimeoutException("%s: not within %d s".formatted(what, BOUND.toSeconds()));
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }
}
