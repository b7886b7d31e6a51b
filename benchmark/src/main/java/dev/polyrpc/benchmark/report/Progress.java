package dev.polyrpc.benchmark.report;

import java.io.PrintStream;
import java.time.Duration;

/** Says on a stream how far a run is: a bar that moves on a terminal, lines elsewhere. For use by one thread. */
public final class Progress {
    private static final int WIDTH = 24;

    private final PrintStream out;
    private final boolean terminal;
    private final int steps;
    private final long start = System.nanoTime();
    private int step;
    private String chapter = "";

    /** Expects about so many steps. */
    public Progress(PrintStream out, boolean terminal, int steps) {
        this.out = out;
        this.terminal = terminal;
        this.steps = steps;
    }

    /** Names what the next steps belong to. */
    public void chapter(String name) {
        chapter = name;
    }

    /** A step begins. */
    public void step(String what) {
        step++;
        note(what);
    }

    /** Something within a step is worth a word; lines alone are not repeated for it. */
    public void note(String what) {
        String text = chapter.isEmpty() ? what : chapter + ": " + what;
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        if (!terminal) {
            out.printf("%3d s  %s%n", seconds, text);
            return;
        }
        int done = Math.min(WIDTH, WIDTH * step / Math.max(1, steps));
        out.printf("\r\u001b[K[%s%s] %3d s  %s", "#".repeat(done), "-".repeat(WIDTH - done), seconds, text);
        out.flush();
    }

    /** Takes the bar away. */
    public void end() {
        if (terminal) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
