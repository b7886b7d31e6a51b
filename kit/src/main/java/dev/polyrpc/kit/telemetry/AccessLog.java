package dev.polyrpc.kit.telemetry;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The log of calls served, whatever the wire. Safe for use by many threads. */
public final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("access");
    private static final long SLOW_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SAMPLE = 100;

    private final Mode mode;
    private final AtomicLong reads = new AtomicLong();

    private AccessLog(Mode mode) {
        this.mode = mode;
    }

    /** Makes a log that writes what the mode says. */
    public static AccessLog of(Mode mode) {
        return new AccessLog(mode);
    }

    /** Writes a line for a call, unless it is one of many good ones. */
    public void write(Call call) {
        if (mode == Mode.SAMPLED && !remarkable(call) && !sampled()) {
            return;
        }
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("requestId", call.requestId())
                .addKeyValue("method", call.method())
                .addKeyValue("code", call.code())
                .addKeyValue("ms", Math.round(call.nanos() / 1e3) / 1e3);
        if (call.peer() != null) {
            line = line.addKeyValue("peer", call.peer());
        }
        if (call.subject() != null) {
            line = line.addKeyValue("subject", call.subject());
        }
        line.log("call");
    }

    private static boolean remarkable(Call call) {
        return !call.read() || call.nanos() > SLOW_NS || !call.code().equals("OK");
    }

    private boolean sampled() {
        return reads.incrementAndGet() % SAMPLE == 0;
    }

    /** Which calls get a line. */
    public enum Mode {
        /** Each failed or slow call, each call that changes something, and one good read in a hundred. */
        SAMPLED,
        /** Every call. */
        ALL
    }

    /**
     * A call that has ended.
     *
     * @param peer the process that called, if it is known
     * @param subject on whose behalf, if that is known
     * @param code {@code OK}, or the name of the failure
     * @param read whether the call changes nothing
     * @param nanos how long it took
     */
    public record Call(
            String requestId,
            String method,
            @Nullable String peer,
            @Nullable String subject,
            String code,
            boolean read,
            long nanos) {}
}
