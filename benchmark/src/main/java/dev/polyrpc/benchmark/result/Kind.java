package dev.polyrpc.benchmark.result;

import java.util.Locale;

/** What a line of a run's file is. */
public enum Kind {
    /** The first: {@link RunInfo}. */
    RUN,
    /** One window of load. */
    WINDOW,
    /** What a server held in memory. */
    FOOTPRINT,
    /** What a probe read. */
    READING,
    /** What became of a goal; computed from the lines before. */
    GOAL,
    /** How long a part of the run took. */
    PART;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
