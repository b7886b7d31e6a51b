package dev.polyrpc.benchmark.measure;

import dev.polyrpc.benchmark.stack.Cell;
import dev.polyrpc.benchmark.stack.Entry;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Work;

/**
 * What the windows of all rounds have in common. Immutable.
 *
 * @param server its name
 * @param rate calls a second that were to begin; 0 = a closed loop
 */
public record Series(String server, Role role, Cell cell, Work work, Mode mode, int rate) {
    /** A closed loop. */
    public static Series peak(Entry entry) {
        return new Series(entry.server(), entry.role(), entry.cell(), entry.work(), Mode.PEAK, 0);
    }

    /** A closed loop against a process of its own for each round. */
    public static Series forks(Entry entry) {
        return new Series(entry.server(), entry.role(), entry.cell(), entry.work(), Mode.FORKS, 0);
    }

    /** An open loop. */
    public static Series open(Entry entry, Mode mode, int rate) {
        return new Series(entry.server(), entry.role(), entry.cell(), entry.work(), mode, rate);
    }

    /** The same in every run: where the rate follows from what was measured, it is left out. */
    public String key() {
        String loop = mode == Mode.RATE ? "%,d/s".formatted(rate) : mode.toString();
        return "%s, %s, %s".formatted(work, loop, server);
    }

    /** For people. */
    @Override
    public String toString() {
        return mode == Mode.HALF ? "%s (%,d/s)".formatted(key(), rate) : key();
    }
}
