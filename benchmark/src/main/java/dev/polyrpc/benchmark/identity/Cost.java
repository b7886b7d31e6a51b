package dev.polyrpc.benchmark.identity;

import dev.polyrpc.benchmark.measure.Figure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * What one call costs, in microseconds. Immutable.
 *
 * @param what the call
 * @param elapsed one after the other
 * @param cpu of this process, all its threads
 */
public record Cost(String what, Figure elapsed, Figure cpu) {
    /** A round of calls, all different where that matters. */
    interface Round {
        /** Makes the calls, one after the other. */
        void run() throws IOException;
    }

    /** Runs rounds of so many calls each; the first two are not counted. */
    static Cost of(String what, int rounds, int calls, Round round) throws IOException {
        double[] elapsed = new double[rounds];
        double[] cpu = new double[rounds];
        for (int i = -2; i < rounds; i++) {
            long cpuBefore = cpuNanos();
            long before = System.nanoTime();
            round.run();
            if (i >= 0) {
                elapsed[i] = (System.nanoTime() - before) / 1e3 / calls;
                cpu[i] = (cpuNanos() - cpuBefore) / 1e3 / calls;
            }
        }
        return new Cost(what, figure(elapsed), figure(cpu));
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static Figure figure(double[] values) {
        Arrays.sort(values);
        return new Figure(values[values.length / 2], values[0], values[values.length - 1], false);
    }
}
