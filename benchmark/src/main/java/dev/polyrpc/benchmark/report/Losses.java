package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.goal.Goal;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.measure.Metric;
import dev.polyrpc.benchmark.measure.Mode;
import dev.polyrpc.benchmark.measure.Series;
import dev.polyrpc.benchmark.measure.Window;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Wire;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where gRPC loses: to a server of another wire in the same role (for what ships, also in front of the same domain), with the
 * same security, at the same work, beyond noise. Immutable.
 *
 * @param compared how many figures another wire has, too
 * @param disturbed how many of these others disturbed: they are left out
 */
public record Losses(List<Loss> all, int compared, int disturbed) {
    private static final List<Metric> PEAK =
            List.of(Metric.SERVER_CPU, Metric.PER_SECOND, Metric.ALLOCATED, Metric.ON_THE_WIRE);
    private static final int WORST = 12;
    private static final List<Metric> RATE = List.of(Metric.SERVER_CPU, Metric.P50, Metric.P99);

    /** One of them: both figures' medians and their ratio. */
    public record Loss(Series grpc, Series winner, Metric metric, double ours, double theirs, double ratio) {}

    /** Keeps a copy. */
    public Losses {
        all = List.copyOf(all);
    }

    /** The largest first. */
    public static Losses of(Run run) {
        Map<Series, List<Window>> series = run.series(one -> one.mode() != Mode.HALF);
        List<Loss> losses = new ArrayList<>();
        int compared = 0;
        int disturbed = 0;
        for (Map.Entry<Series, List<Window>> ours : series.entrySet()) {
            for (Map.Entry<Series, List<Window>> theirs : series.entrySet()) {
                if (comparable(ours.getKey(), theirs.getKey())) {
                    for (Metric metric : ours.getKey().rate() == 0 ? PEAK : RATE) {
                        Figure ratio = ratio(ours.getValue(), theirs.getValue(), metric);
                        compared += Double.isNaN(ratio.median()) ? 0 : 1;
                        disturbed += ratio.disturbed() ? 1 : 0;
                        add(ours, theirs, metric, ratio, losses);
                    }
                }
            }
        }
        losses.sort(Comparator.comparingDouble(Loss::ratio).reversed());
        return new Losses(losses, compared, disturbed);
    }

    private static boolean comparable(Series ours, Series theirs) {
        return ours.cell().wire() == Wire.GRPC
                && theirs.cell().wire() != Wire.GRPC
                && theirs.cell().wire() != Wire.ECHO // a limit, no contestant
                && (ours.role() == theirs.role() || (ours.role() == Role.SHIPPED && theirs.role() == Role.LADDER))
                && ours.cell().security() == theirs.cell().security()
                && ours.work() == theirs.work()
                && ours.mode() == theirs.mode()
                && ours.rate() == theirs.rate();
    }

    private static Figure ratio(List<Window> ours, List<Window> theirs, Metric metric) {
        return metric.moreIsBetter() ? Figure.ratio(theirs, ours, metric::of) : Figure.ratio(ours, theirs, metric::of);
    }

    private static void add(
            Map.Entry<Series, List<Window>> ours,
            Map.Entry<Series, List<Window>> theirs,
            Metric metric,
            Figure ratio,
            List<Loss> losses) {
        if (!ratio.disturbed() && ratio.median() - 1 > Math.max(Goal.NOISE, ratio.spread())) {
            losses.add(new Loss(
                    ours.getKey(),
                    theirs.getKey(),
                    metric,
                    Run.figure(ours.getValue(), metric).median(),
                    Run.figure(theirs.getValue(), metric).median(),
                    ratio.median()));
        }
    }

    /** In a sentence, so that nothing found is not taken for nothing there; empty where nothing could be compared. */
    public String summary() {
        if (compared == 0) {
            return "";
        }
        String found = disturbed == compared
                ? "Where gRPC loses cannot be told"
                : all.isEmpty() ? "gRPC loses nowhere beyond noise" : "gRPC loses %d times".formatted(all.size());
        return "%s: %d figures compared with another wire's, %d void as others disturbed them."
                .formatted(found, compared, disturbed);
    }

    /** The worst of them, for people: each figure of a server at a work once, to whom it loses most. */
    public Table worst() {
        return table(dozen());
    }

    /** Those that are left; empty where the worst are all. */
    public Table rest() {
        List<Loss> dozen = dozen();
        return table(all.stream().filter(loss -> !dozen.contains(loss)).toList());
    }

    /** How many are left, in a line; empty where the worst are all. */
    public String more() {
        int more = all.size() - dozen().size();
        return more > 0 ? "and %d more".formatted(more) : "";
    }

    private List<Loss> dozen() {
        Map<List<Object>, Loss> worst = new LinkedHashMap<>();
        all.forEach(loss ->
                worst.putIfAbsent(List.of(loss.grpc().server(), loss.grpc().work(), loss.metric()), loss));
        return worst.values().stream().limit(WORST).toList();
    }

    private static Table table(List<Loss> losses) {
        Table table = new Table("where gRPC loses", "to", "figure", "gRPC", "other", "factor");
        losses.forEach(loss -> table.row(
                loss.grpc().key(),
                loss.winner().server(),
                loss.metric().toString(),
                loss.metric().format(loss.ours()),
                loss.metric().format(loss.theirs()),
                "%.2f".formatted(loss.ratio())));
        return table;
    }
}
