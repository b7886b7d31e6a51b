package dev.polyrpc.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that Java itself has no word for. */
final class Signals {
    private Signals() {}

    /** Sends a signal to a process that this JVM started. */
    static void send(Process process, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -%s %d failed".formatted(name, process.pid()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending a signal", e);
        }
    }
}
