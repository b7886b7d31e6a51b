package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.measure.Figure;
import java.util.Locale;

/**
 * A figure to reach, and what was measured. Immutable.
 *
 * @param id of the figure, for example {@code P1}
 * @param atLeast whether more is better
 */
public record Goal(String id, String what, boolean atLeast, double goal, Figure measured) {
    /** Runs of the very same program differ by so much. */
    private static final double NOISE = 0.09;

    /** What became of it. */
    public enum Verdict {
        MET,
        /** Not reached, yet by less than the measurement can tell. */
        WITHIN_NOISE,
        MISSED,
        /** Others disturbed most of the rounds: it says nothing, either way. */
        VOID
    }

    /** Reached; or missed by no more than runs differ anyhow, or than the rounds of this one did; or missed; or void. */
    public Verdict verdict() {
        if (measured.disturbed()) {
            return Verdict.VOID;
        }
        double shortfall = atLeast ? goal / measured.median() - 1 : measured.median() / goal - 1;
        if (shortfall <= 0) {
            return Verdict.MET;
        }
        return shortfall <= Math.max(NOISE, measured.spread()) ? Verdict.WITHIN_NOISE : Verdict.MISSED;
    }

    /** For a table. */
    String[] cells() {
        return new String[] {
            id,
            what,
            "%s %.2f".formatted(atLeast ? ">=" : "<=", goal),
            "%.2f".formatted(measured.median()),
            "%.2f to %.2f".formatted(measured.least(), measured.most()),
            verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        };
    }
}
