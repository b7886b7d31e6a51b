package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.goal.Goal;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.measure.Metric;
import dev.polyrpc.benchmark.measure.Series;

/** A figure of one series in two runs. Immutable. */
record Change(Series series, Metric metric, Figure before, Figure after) {
    /** What to think of it. */
    enum Kind {
        BETTER,
        WORSE,
        NOISE,
        /** Others disturbed most of the rounds of one of the runs. */
        VOID
    }

    Kind kind() {
        if (before.disturbed() || after.disturbed()) {
            return Kind.VOID;
        }
        double change = change();
        // Apart = beyond what equal runs differ by, and no round of the one among those of the other.
        boolean apart =
                Math.abs(change) > Goal.NOISE && (after.least() > before.most() || after.most() < before.least());
        if (!apart) {
            return Kind.NOISE;
        }
        return change > 0 == metric.moreIsBetter() ? Kind.BETTER : Kind.WORSE;
    }

    /** As a share of what it was. */
    double change() {
        return before.median() == 0 ? 0 : after.median() / before.median() - 1;
    }
}
