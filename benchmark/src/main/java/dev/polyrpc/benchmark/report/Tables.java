package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.goal.Goal;
import dev.polyrpc.benchmark.goal.Goals;
import dev.polyrpc.benchmark.goal.Servers;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.measure.Metric;
import dev.polyrpc.benchmark.measure.Mode;
import dev.polyrpc.benchmark.measure.Series;
import dev.polyrpc.benchmark.measure.Window;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.stack.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A run's figures in tables. */
public final class Tables {
    private static final long MIB = 1 << 20;

    private Tables() {}

    /** A table for each work and way of loading, in the order of the works; the yardstick's row is 1.00. */
    public static List<Table> figures(Run run) {
        List<Table> tables = new ArrayList<>();
        for (Work work : Work.values()) {
            for (Mode mode : Mode.values()) {
                Map<Series, List<Window>> rows = run.series(series -> series.work() == work && series.mode() == mode);
                rows.keySet().stream()
                        .map(series -> mode == Mode.HALF ? 0 : series.rate())
                        .distinct()
                        .forEach(rate -> tables.add(table(
                                work,
                                mode,
                                rate,
                                rows.entrySet().stream()
                                        .filter(row -> mode == Mode.HALF
                                                || row.getKey().rate() == rate)
                                        .toList())));
            }
        }
        return tables;
    }

    private static Table table(Work work, Mode mode, int rate, List<Map.Entry<Series, List<Window>>> rows) {
        boolean open = mode == Mode.RATE || mode == Mode.HALF;
        List<Metric> metrics = open
                ? List.of(Metric.SERVER_CPU, Metric.P50, Metric.P99, Metric.P999)
                : List.of(Metric.SERVER_CPU, Metric.PER_SECOND, Metric.ALLOCATED, Metric.ON_THE_WIRE);
        List<Window> yardstick = rows.stream()
                .filter(row -> row.getKey().server().equals(Servers.BARE))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of());
        List<String> head = new ArrayList<>();
        head.add(mode == Mode.RATE ? "%s, %,d/s".formatted(work, rate) : "%s, %s".formatted(work, mode));
        for (Metric metric : metrics) {
            head.add(metric == Metric.PER_SECOND ? work.unit() + "/s" : metric.toString());
            if (relative(metric)) {
                head.add("x bare");
            }
        }
        head.add("load busy");
        head.add("notes");
        Table table = new Table(head.toArray(String[]::new));
        rows.forEach(row -> table.row(cells(row.getKey(), row.getValue(), metrics, yardstick)));
        return table.dense();
    }

    private static String[] cells(Series series, List<Window> windows, List<Metric> metrics, List<Window> yardstick) {
        List<String> cells = new ArrayList<>();
        cells.add(series.server());
        for (Metric metric : metrics) {
            Figure figure = Run.figure(windows, metric);
            cells.add(Double.isNaN(figure.median()) ? "" : text(metric, figure));
            if (relative(metric)) {
                Figure ratio = Figure.ratio(windows, yardstick, metric::of);
                cells.add(Double.isNaN(ratio.median()) ? "" : "%.2f".formatted(ratio.median()));
            }
        }
        cells.add("%.0f %%".formatted(Figure.of(windows, Window::loadBusy).median() * 100));
        cells.add(String.join("; ", notes(windows)));
        return cells.toArray(String[]::new);
    }

    private static boolean relative(Metric metric) {
        return metric == Metric.SERVER_CPU || metric == Metric.PER_SECOND;
    }

    /** With how far the rounds lay apart, where that is not the same for nearly all. */
    private static String text(Metric metric, Figure figure) {
        String median = metric.format(figure.median());
        if (metric == Metric.ALLOCATED || metric == Metric.ON_THE_WIRE) {
            return median;
        }
        return figure.unsteady()
                ? "%s (%s-%s)".formatted(median, metric.format(figure.least()), metric.format(figure.most()))
                : "%s ±%.0f%%".formatted(median, figure.spread() * 100);
    }

    private static List<String> notes(List<Window> windows) {
        List<String> notes = new ArrayList<>();
        if (windows.stream().filter(Window::limitedByLoad).count() * 2 > windows.size()) {
            notes.add("load-bound");
        }
        long dropped = windows.stream().mapToLong(Window::dropped).sum();
        if (dropped > 0) {
            notes.add("%,d not begun".formatted(dropped));
        }
        String disturbed = windows.stream()
                .filter(Window::disturbed)
                .map(window -> String.valueOf(window.round()))
                .collect(Collectors.joining(", "));
        if (windows.stream().allMatch(Window::disturbed)) {
            notes.add("all disturbed");
        } else if (!disturbed.isEmpty()) {
            notes.add("disturbed " + disturbed);
        }
        return notes;
    }

    /** What servers held in memory. */
    public static Table footprints(Run run) {
        Table table = new Table("memory after its first work", "resident MiB", "live heap MiB");
        run.footprints()
                .forEach(one -> table.row(
                        one.server(),
                        "%,d".formatted(one.residentBytes() / MIB),
                        "%,d".formatted(one.liveHeapBytes() / MIB)));
        return table;
    }

    /** What probes read. */
    public static Table readings(Run run) {
        Table table = new Table("probes", "", "median", "rounds", "unit");
        run.readings()
                .forEach(one -> table.row(
                        one.goal(),
                        one.what(),
                        number(one.figure().median()),
                        "%s to %s"
                                .formatted(
                                        number(one.figure().least()),
                                        number(one.figure().most())),
                        one.unit()));
        return table;
    }

    /** How far the goals were reached. */
    public static Table goals(Run run) {
        return goals(Goals.of(run));
    }

    static Table goals(List<Goal> goals) {
        Table table = new Table("goal", "what", "wanted", "measured", "rounds", "verdict");
        goals.forEach(goal -> table.row(goal.cells()));
        return table;
    }

    private static String number(double value) {
        return (Math.abs(value) < 10 ? "%.2f" : "%,.0f").formatted(value);
    }
}
