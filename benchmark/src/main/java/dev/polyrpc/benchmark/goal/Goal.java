package dev.polyrpc.benchmark.goal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.polyrpc.benchmark.measure.Figure;
import org.jspecify.annotations.Nullable;

/**
 * A figure to reach, and what was measured. Immutable.
 *
 * @param id of the figure, for example {@code P1}
 * @param atLeast whether more is better
 * @param stretch whether it is only told: missed, it fails nothing
 * @param measured null where this run did not look
 */
@JsonInclude(Include.NON_NULL)
public record Goal(
        String id,
        String what,
        boolean atLeast,
        double wanted,
        boolean stretch,
        @Nullable Figure measured,
        Verdict verdict) {
    /** Runs of the very same program differ by so much. */
    public static final double NOISE = 0.09;

    /** Reached; or missed by no more than runs differ anyhow, or than the rounds of this one did; or missed. */
    static Verdict judge(Figure measured, boolean atLeast, double wanted) {
        if (measured.disturbed() || Double.isNaN(measured.median())) {
            return Verdict.VOID;
        }
        double shortfall = atLeast ? wanted / measured.median() - 1 : measured.median() / wanted - 1;
        if (shortfall <= 0) {
            return Verdict.MET;
        }
        return shortfall <= Math.max(NOISE, measured.spread()) ? Verdict.WITHIN_NOISE : Verdict.MISSED;
    }

    /** Whether a run fails for it. */
    public boolean fails() {
        return verdict == Verdict.MISSED && !stretch;
    }

    /** For a table. */
    public String[] cells() {
        return new String[] {
            id,
            what,
            "%s %s".formatted(atLeast ? ">=" : "<=", number(wanted)),
            measured == null ? "" : number(measured.median()),
            measured == null ? "" : "%s to %s".formatted(number(measured.least()), number(measured.most())),
            verdict + (stretch ? " (stretch)" : "")
        };
    }

    private static String number(double value) {
        return (value >= 1_000 ? "%,.0f" : "%.2f").formatted(value);
    }
}
