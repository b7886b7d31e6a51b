package dev.polyrpc.systemtest;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition by asking again and again, up to a limit. */
final class Eventually {
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration LONG_PAUSE = Duration.ofMillis(100);

    private Eventually() {}

    /** Waits until the condition holds; fails with what was waited for when the limit has passed. */
    static void until(String what, Duration limit, BooleanSupplier condition) {
        value(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Waits until a condition holds that is costly to ask for. */
    static void seldom(String what, Duration limit, BooleanSupplier condition) {
        value(what, limit, LONG_PAUSE, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Waits until there is a value; fails with what was waited for when the limit has passed. */
    static <T> T value(String what, Duration limit, Supplier<Optional<T>> source) {
        return value(what, limit, PAUSE, source);
    }

    /** Waits until there is a value, asking without a pause: for moments that pass quickly. */
    static <T> T moment(String what, Duration limit, Supplier<Optional<T>> source) {
        return value(what, limit, Duration.ZERO, source);
    }

    private static <T> T value(String what, Duration limit, Duration pause, Supplier<Optional<T>> source) {
        long end = System.nanoTime() + limit.toNanos();
        do {
            Optional<T> value = source.get();
            if (value.isPresent()) {
                return value.get();
            }
            LockSupport.parkNanos(pause.toNanos());
        } while (System.nanoTime() < end);
        throw new AssertionError("%s: not within %s".formatted(what, limit));
    }
}
