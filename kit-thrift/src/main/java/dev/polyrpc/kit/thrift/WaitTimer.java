package dev.polyrpc.kit.thrift;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How long a connection may wait for its client, in each state that it can be in. Whole frames, read and answered, cost no
 * timer. For use by the connection's event loop.
 */
final class WaitTimer {
    private final Limits limits;
    private final EventExecutor loop;
    private final Consumer<String> giveUp;
    private Waiting waiting = Waiting.IDLE;
    private long since = System.nanoTime();
    private long progress = since;
    private long due;
    private @Nullable ScheduledFuture<?> timer;

    /** What a connection waits for. */
    enum Waiting {
        /** For nothing: a call is served. */
        NOTHING,
        /** For a call. */
        IDLE,
        /** For the rest of a frame. */
        REST,
        /** For its answers to be read. */
        UNREAD
    }

    /**
     * The limits.
     *
     * @param idle between calls
     * @param silence in the middle of a frame
     * @param frame from a frame's first byte to its last
     * @param unread without reading its answers
     */
    record Limits(Duration idle, Duration silence, Duration frame, Duration unread) {
        static final Limits DEFAULT = new Limits(
                Duration.ofMinutes(5), Duration.ofSeconds(4), Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    /**
     * Begins to wait for a first call.
     *
     * @param giveUp told what was waited for in vain
     */
    WaitTimer(Limits limits, EventExecutor loop, Consumer<String> giveUp) {
        this.limits = limits;
        this.loop = loop;
        this.giveUp = giveUp;
        expectBy(deadline());
    }

    /**
     * Something has come, and this is waited for.
     *
     * @param anew whether it is another of the same: another frame's rest
     */
    void wait(Waiting next, boolean anew) {
        progress = System.nanoTime();
        if (next != waiting || anew) {
            waiting = next;
            since = progress;
        }
        if (next != Waiting.NOTHING) {
            expectBy(deadline());
        }
    }

    /** Waits for nothing any more. */
    void end() {
        waiting = Waiting.NOTHING;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void look() {
        timer = null;
        if (waiting == Waiting.NOTHING) {
            return;
        }
        long end = deadline();
        if (System.nanoTime() - end < 0) {
            expectBy(end);
        } else {
            giveUp.accept(
                    switch (waiting) {
                        case NOTHING, IDLE -> "idle";
                        case REST -> "half a frame";
                        case UNREAD -> "answers not read";
                    });
        }
    }

    private long deadline() {
        return switch (waiting) {
            case NOTHING, IDLE -> progress + limits.idle.toNanos();
            case REST -> Math.min(progress + limits.silence.toNanos() - since, limits.frame.toNanos()) + since;
            case UNREAD -> since + limits.unread.toNanos();
        };
    }

    /** One timer is enough: where it fires too early, it is set anew. */
    private void expectBy(long end) {
        if (timer != null && due - end <= 0) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        due = end;
        timer = loop.schedule(this::look, end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}
