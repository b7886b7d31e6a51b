package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.measure.Window;
import java.util.ArrayList;
import java.util.List;

/** The figures that the project wants to reach, as far as a run tells about them. */
public final class Goals {
    private static final String UNMEASURED = """
            Not measured yet: P11's two-way stream (>= 2x unary) and its 1,000 subscribers (>= 0.5 M deliveries/s), P18's
            neighbours of a blocking handler.
            """;

    private Goals() {}

    /** Of the unary calls and the streams. */
    public static List<Goal> of(Results unary, Results streams, Names names) {
        List<Goal> goals = new ArrayList<>();
        goals.add(new Goal(
                "P1", "unary, calls/s to bare", true, 0.90, unary.ratio(names.shipped, names.bare, Window::perSecond)));
        goals.add(new Goal(
                "P1",
                "unary, server CPU to bare",
                false,
                1.15,
                unary.ratio(names.shipped, names.bare, Window::cpuMicros)));
        goals.add(new Goal(
                "P1", "unary, allocation to bare", false, 1.15, unary.ratio(names.shipped, names.bare, Window::bytes)));
        goals.add(new Goal(
                "P11",
                "server stream, messages/s to bare",
                true,
                0.95,
                streams.ratio(names.live, names.bare, Window::perSecond)));
        goals.add(new Goal(
                "P11",
                "server stream, messages/s to unary calls/s",
                true,
                7,
                Figure.ratio(streams.of(names.live), unary.of(names.shipped), Window::perSecond)));
        goals.add(new Goal(
                "P18",
                "unary, default flags to tuned, calls/s",
                true,
                0.95,
                unary.ratio(names.shipped, names.tuned, Window::perSecond)));
        return goals;
    }

    /** The table for people. */
    public static String table(List<Goal> goals) {
        Table table = new Table("goal", "what", "wanted", "measured", "rounds", "verdict");
        goals.forEach(goal -> table.row(goal.cells()));
        return table + UNMEASURED;
    }

    /** What the stacks are called. */
    public record Names(String bare, String shipped, String tuned, String live) {}
}
