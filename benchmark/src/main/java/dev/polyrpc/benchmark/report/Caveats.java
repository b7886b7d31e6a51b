package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.goal.Yardsticks;
import dev.polyrpc.benchmark.measure.Window;
import dev.polyrpc.benchmark.result.Run;
import java.util.ArrayList;
import java.util.List;

/** What a reader must know before any figure of a run. */
public final class Caveats {
    private Caveats() {}

    /** In sentences; none = the figures stand. */
    public static List<String> of(Run run) {
        List<String> said = new ArrayList<>();
        int windows = run.windows().size();
        long disturbed = run.windows().stream().filter(Window::disturbed).count();
        if (disturbed * 2 > windows) {
            said.add("Void, others disturbed %d of %d windows: run it again, alone on the machine"
                    .formatted(disturbed, windows));
        }
        Yardsticks.faults(run).forEach(fault -> said.add("Void, a yardstick was weak: " + fault));
        return said;
    }
}
