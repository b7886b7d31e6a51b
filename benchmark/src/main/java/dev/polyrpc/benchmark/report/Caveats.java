package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.goal.Yardsticks;
import dev.polyrpc.benchmark.result.Run;
import java.util.ArrayList;
import java.util.List;

/** What a reader must know before any figure of a run. */
public final class Caveats {
    private Caveats() {}

    /** In sentences; none = the figures stand. */
    public static List<String> of(Run run) {
        List<String> said = new ArrayList<>();
        if (run.disturbed()) {
            said.add("Void, others disturbed %d of %d windows: run it again, alone on the machine"
                    .formatted(run.disturbedWindows(), run.windows().size()));
        }
        Yardsticks.faults(run).forEach(fault -> said.add("Void, a yardstick was weak: " + fault));
        return said;
    }
}
