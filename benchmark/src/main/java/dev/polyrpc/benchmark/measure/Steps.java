package dev.polyrpc.benchmark.measure;

import java.time.Duration;

/** Is told how far a run is. */
@FunctionalInterface
public interface Steps {
    /** A step begins that is expected to take so long. */
    void next(String what, Duration expected);
}
