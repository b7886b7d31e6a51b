package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.measure.Steps;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Says on a stream how far a run is and how long it will take: a bar that moves on a terminal, lines elsewhere. For use by
 * one thread.
 */
public final class Progress implements Steps {
    private static final int WIDTH = 24;
    private static final int SECONDS_A_MINUTE = 60;

    private final PrintStream out;
    private final boolean terminal;
    private final double total;
    private final long start = System.nanoTime();
    private double done;
    private double current;

    /** Expects a run of about this length. */
    public Progress(PrintStream out, boolean terminal, Duration total) {
        this.out = out;
        this.terminal = terminal;
        this.total = Math.max(1, total.toMillis() / 1e3);
    }

    @Override
    public void next(String what, Duration expected) {
        done += current;
        current = expected.toMillis() / 1e3;
        double elapsed = (System.nanoTime() - start) / 1e9;
        double share = Math.min(1, done / total);
        String left = left(elapsed);
        if (!terminal) {
            out.printf("%4.0f s  %s  %s%n", elapsed, left, what);
            return;
        }
        int bar = (int) (WIDTH * share);
        out.printf(
                "\r\u001b[K[%s%s] %3.0f %% %s  %s", "#".repeat(bar), "-".repeat(WIDTH - bar), share * 100, left, what);
        out.flush();
    }

    /** What was expected for the rest, longer where what came before took longer than expected. */
    private String left(double elapsed) {
        double slower = 1 + Math.max(0, elapsed - done) / total;
        long seconds = Math.max(0, Math.round((total - done) * slower));
        return seconds < SECONDS_A_MINUTE
                ? "%d s left".formatted(seconds)
                : "%d:%02d min left".formatted(seconds / SECONDS_A_MINUTE, seconds % SECONDS_A_MINUTE);
    }

    /** Takes the bar away. */
    public void end() {
        if (terminal) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
