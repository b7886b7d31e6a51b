package dev.polyrpc.benchmark.goal;

import java.util.Locale;

/** What became of a goal. */
public enum Verdict {
    /** Reached. */
    MET,
    /** Not reached, yet by less than the measurement can tell. */
    WITHIN_NOISE,
    /** Not reached. */
    MISSED,
    /** Others disturbed most of the rounds, or a yardstick was weak: it says nothing, either way. */
    VOID,
    /** This run did not look. */
    NOT_MEASURED;

    /** For people. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
