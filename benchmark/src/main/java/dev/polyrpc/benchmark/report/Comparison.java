package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.goal.Goal;
import dev.polyrpc.benchmark.goal.Goals;
import dev.polyrpc.benchmark.goal.Verdict;
import dev.polyrpc.benchmark.measure.Metric;
import dev.polyrpc.benchmark.measure.Series;
import dev.polyrpc.benchmark.measure.Window;
import dev.polyrpc.benchmark.report.Change.Kind;
import dev.polyrpc.benchmark.result.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What changed from one run to another, beyond what equal runs differ by. Immutable. */
public final class Comparison {
    private static final List<Metric> PEAK = List.of(Metric.SERVER_CPU, Metric.PER_SECOND, Metric.ALLOCATED);
    private static final List<Metric> RATE = List.of(Metric.SERVER_CPU, Metric.P50, Metric.P99);

    private final Run before;
    private final Run after;
    private final List<Change> changes;

    private Comparison(Run before, Run after, List<Change> changes) {
        this.before = before;
        this.after = after;
        this.changes = List.copyOf(changes);
    }

    /** Of two runs; what only one of them measured is left out. */
    public static Comparison of(Run before, Run after) {
        Map<String, List<Window>> earlier = before.windows().stream()
                .collect(Collectors.groupingBy(window -> window.series().key()));
        List<Change> changes = new ArrayList<>();
        for (Map.Entry<Series, List<Window>> one : after.series(any -> true).entrySet()) {
            List<Window> other = earlier.get(one.getKey().key());
            if (other != null) {
                for (Metric metric : one.getKey().rate() == 0 ? PEAK : RATE) {
                    changes.add(new Change(
                            one.getKey(), metric, Run.figure(other, metric), Run.figure(one.getValue(), metric)));
                }
            }
        }
        return new Comparison(before, after, changes);
    }

    /** Whether anything got worse. */
    public boolean worse() {
        return changes.stream().anyMatch(change -> change.kind() == Kind.WORSE);
    }

    /** Why nothing follows from it; none = it stands. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        Caveats.of(before).forEach(caveat -> faults.add("before: " + caveat));
        Caveats.of(after).forEach(caveat -> faults.add("after: " + caveat));
        if (!before.info().machine().equals(after.info().machine())) {
            faults.add("not the same machine or JDK: %s; %s"
                    .formatted(before.info().machine(), after.info().machine()));
        }
        if (!before.info().asked().equals(after.info().asked())) {
            faults.add("not the same was asked: %s; %s"
                    .formatted(before.info().asked(), after.info().asked()));
        }
        return faults;
    }

    /** How many figures both runs have. */
    public int size() {
        return changes.size();
    }

    /** For people: what got worse, what got better, how many stayed, and how goals fared. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("before: %s   %s%n"
                        .formatted(before.info().time(), before.info().command()))
                .append("after:  %s   %s%n"
                        .formatted(after.info().time(), after.info().command()));
        text.append('\n');
        table(text, "worse", Kind.WORSE);
        table(text, "better", Kind.BETTER);
        text.append("%d figures in both runs: %d within noise, %d void as others disturbed them%n"
                .formatted(changes.size(), count(Kind.NOISE), count(Kind.VOID)));
        goals(text);
        return text.toString();
    }

    private void table(StringBuilder text, String title, Kind kind) {
        if (count(kind) == 0) {
            return;
        }
        Table table = new Table(title, "figure", "before", "after", "change");
        changes.stream()
                .filter(change -> change.kind() == kind)
                .forEach(change -> table.row(
                        change.series().key(),
                        change.metric().toString(),
                        change.metric().format(change.before().median()),
                        change.metric().format(change.after().median()),
                        "%+.0f %%".formatted(change.change() * 100)));
        text.append(table).append('\n');
    }

    private long count(Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).count();
    }

    private void goals(StringBuilder text) {
        Map<String, Goal> earlier = Goals.of(before).stream()
                .collect(Collectors.toMap(goal -> goal.id() + goal.what(), goal -> goal, (one, same) -> one));
        Table table = new Table("goal", "what", "before", "after");
        boolean any = false;
        for (Goal goal : Goals.of(after)) {
            Goal old = earlier.get(goal.id() + goal.what());
            if (old != null && goal.verdict() != Verdict.NOT_MEASURED && old.verdict() != Verdict.NOT_MEASURED) {
                any = true;
                table.row(goal.id(), goal.what(), told(old), told(goal));
            }
        }
        if (any) {
            text.append('\n').append(table);
        }
    }

    private static String told(Goal goal) {
        String[] cells = goal.cells();
        return "%s %s".formatted(cells[3], goal.verdict());
    }
}
