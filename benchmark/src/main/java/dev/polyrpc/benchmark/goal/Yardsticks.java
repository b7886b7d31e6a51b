package dev.polyrpc.benchmark.goal;

import static dev.polyrpc.benchmark.goal.Servers.BARE;
import static dev.polyrpc.benchmark.goal.Servers.ECHO;
import static dev.polyrpc.benchmark.goal.Servers.THRIFT_POOL;

import dev.polyrpc.benchmark.goal.Measured.Subject;
import dev.polyrpc.benchmark.measure.Metric;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.stack.Work;
import java.util.ArrayList;
import java.util.List;

/** Whether what all is compared with was good itself: a weak yardstick flatters. */
public final class Yardsticks {
    // 0.87 of what warm ones reach when nothing else runs (0.08, 0.47): each process may be 9 % off, so a ratio 13 %.
    private static final double LEAST_OF_ECHO = 0.07;
    private static final double LEAST_OF_BARE = 0.41;

    private Yardsticks() {}

    /** Why ratios to the yardsticks say nothing; none = they were good, or this run did not measure them. */
    public static List<String> faults(Run run) {
        Measured measured = new Measured(run);
        List<String> faults = new ArrayList<>();
        check(measured, BARE, ECHO, LEAST_OF_ECHO, faults);
        check(measured, THRIFT_POOL, BARE, LEAST_OF_BARE, faults);
        return faults;
    }

    private static void check(Measured measured, String one, String other, double least, List<String> faults) {
        measured.ratio(new Subject(one, Work.GET), new Subject(other, Work.GET), Metric.PER_SECOND)
                .filter(figure -> figure.median() < least)
                .ifPresent(figure -> faults.add("%s reached %.2f of %s (expected: at least %.2f)"
                        .formatted(one, figure.median(), other, least)));
    }
}
