package dev.polyrpc.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class OpenLoadTest {
    private static final int RATE = 1_000;
    private static final int STALL_MS = 400;
    private static final int LATE_MS = 100;

    @Test
    void openLoop_serverStalls_everyCallDueMeanwhileTells() throws InterruptedException {
        try (StallingClient client = new StallingClient()) {
            assertAllTell(run(new OpenLoad(client, RATE), () -> client.stall(STALL_MS)));
        }
    }

    @Test
    void openLoop_loadSideStalls_everyCallDueMeanwhileTells() throws InterruptedException {
        try (StallingClient client = new StallingClient()) {
            assertAllTell(run(new OpenLoad(client, RATE), () -> client.hold(STALL_MS)));
        }
    }

    @Test
    void closedLoop_serverStalls_onlyWhoWaitedTells() throws InterruptedException {
        try (StallingClient client = new StallingClient()) {
            assertThat(late(run(new ClosedLoad(client, 1), () -> client.stall(STALL_MS))))
                    .isLessThanOrEqualTo(STALL_MS / LATE_MS);
        }
    }

    private interface Stall {
        void run() throws InterruptedException;
    }

    private static Histogram run(Load load, Stall stall) throws InterruptedException {
        var unused = load.begin();
        stall.run();
        Histogram latencies = load.mark().latencies(); // by now all have begun that were due
        load.end();
        latencies.add(load.mark().latencies());
        return latencies;
    }

    /** Those due in the stall's first 300 ms waited for over 100 ms each. */
    private static void assertAllTell(Histogram latencies) {
        assertThat(late(latencies)).isGreaterThan((STALL_MS - LATE_MS) * RATE / 1_000 * 9 / 10);
        assertThat(latencies.getMaxValue()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(STALL_MS * 9 / 10));
    }

    private static long late(Histogram latencies) {
        return latencies.getCountBetweenValues(TimeUnit.MILLISECONDS.toNanos(LATE_MS), Long.MAX_VALUE);
    }
}
