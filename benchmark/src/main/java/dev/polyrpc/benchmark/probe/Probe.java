package dev.polyrpc.benchmark.probe;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** A measurement of its own kind. For use by one thread. */
public interface Probe {
    /** The goals that it serves. */
    List<String> goals();

    /** Whether it wants servers of the contests, as warm as they are when those are over. */
    default boolean wantsContestants() {
        return false;
    }

    /**
     * Measures, and says what it does.
     *
     * @param quick within some ten seconds, instead of a minute; few probes are part of quick runs
     */
    List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException;
}
