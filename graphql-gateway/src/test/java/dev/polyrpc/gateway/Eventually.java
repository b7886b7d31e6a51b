package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what will hold soon. */
final class Eventually {
    private static final Duration MOST = Duration.ofSeconds(20);

    private Eventually() {}

    static void holds(Callable<Boolean> condition) throws Exception {
        within(MOST, condition);
    }

    static void within(Duration time, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("still waiting").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
