package dev.polyrpc.benchmark.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How busy the threads were that make the calls: where they have no time left, the server is not what limits. Immutable.
 *
 * @param nanos CPU time so far, by thread
 */
record LoadSide(Map<Long, Long> nanos) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String NAME = "load";
    /** A thread that did less belongs to a load that rests. */
    private static final double ACTIVE = 0.02;

    static LoadSide now() {
        Map<Long, Long> nanos = new HashMap<>();
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(NAME)) {
                nanos.put(thread.getThreadId(), Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId())));
            }
        }
        return new LoadSide(nanos);
    }

    /** Share of the time since then that they were busy, of what they could have been on this machine. */
    double busySince(LoadSide before, Duration wall) {
        double[] shares = nanos.entrySet().stream()
                .mapToDouble(thread ->
                        (thread.getValue() - before.nanos.getOrDefault(thread.getKey(), 0L)) / (double) wall.toNanos())
                .filter(share -> share > ACTIVE)
                .toArray();
        double sum = 0;
        for (double share : shares) {
            sum += share;
        }
        return sum / Math.max(1, Math.min(shares.length, Machine.cpus()));
    }
}
