package dev.polyrpc.benchmark.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for calls that are under way, but not for ever: one that is never answered must not hang a run. */
final class Ending {
    private static final long LIMIT_S = 30;

    private Ending() {}

    static void await(CountDownLatch ended) throws InterruptedException {
        if (!ended.await(LIMIT_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "%d calls or streams still under way %d s after the end".formatted(ended.getCount(), LIMIT_S));
        }
    }
}
