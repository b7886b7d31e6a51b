package dev.polyrpc.benchmark.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * What was done in a stretch of time, and what each call or message of it took. Immutable.
 *
 * @param round which of the interleaved windows, from 1
 * @param perSecond calls or messages
 * @param serverCpuMicros CPU time of the server's processes for each
 * @param loadCpuMicros CPU time of the load side for each
 * @param allocatedBytes by the server, for each
 * @param sentBytes that left the load side's sockets, for each
 * @param receivedBytes that came in there, for each
 * @param latency of the calls; null where there is none to tell
 * @param dropped calls of an open loop that were not begun, as too many waited for their answers
 * @param serverCores CPUs that the server kept busy
 * @param loadBusy share of its time that the load side's loop was busy: near 1, it may be what limits
 * @param residentBytes memory that the server's processes held at the end
 * @param foreign share of the machine that others used; null where the system does not tell
 */
@JsonInclude(Include.NON_NULL)
public record Window(
        Series series,
        int round,
        double perSecond,
        double serverCpuMicros,
        double loadCpuMicros,
        double allocatedBytes,
        double sentBytes,
        double receivedBytes,
        @Nullable Latency latency,
        long dropped,
        double serverCores,
        double loadBusy,
        long residentBytes,
        @Nullable Double foreign) {
    /** A share of the machine, used by others, that a measurement bears. */
    static final double MOST_FOREIGN = 0.08;

    private static final double FULL = 0.95;

    /** Whether others used more of the machine than a measurement bears. */
    public boolean disturbed() {
        return foreign != null && foreign > MOST_FOREIGN;
    }

    /** Whether the load side had nothing left to give while the server had. */
    public boolean limitedByLoad() {
        return loadBusy >= FULL && serverCores < FULL;
    }
}
