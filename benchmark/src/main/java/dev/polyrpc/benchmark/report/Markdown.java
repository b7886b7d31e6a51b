package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.measure.Metric;
import dev.polyrpc.benchmark.measure.Mode;
import dev.polyrpc.benchmark.measure.Series;
import dev.polyrpc.benchmark.measure.Window;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.stack.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One table for a README: what reading one product costs on each server, with machine, date and command. */
public final class Markdown {
    private static final String NONE = "";

    private Markdown() {}

    /** Of one run. */
    public static String of(Run run) {
        Table table = new Table(
                "server",
                "security",
                "server CPU us",
                "calls/s",
                "allocated B",
                "on the wire B",
                "p50 us at 4,000/s",
                "p99");
        Map<Series, List<Window>> peaks = run.series(series -> series.work() == Work.GET && series.mode() == Mode.PEAK);
        peaks.forEach((series, windows) -> table.row(
                series.server(),
                series.cell().security().toString(),
                text(windows, Metric.SERVER_CPU),
                text(windows, Metric.PER_SECOND),
                text(windows, Metric.ALLOCATED),
                text(windows, Metric.ON_THE_WIRE),
                open(run, series, Metric.P50),
                open(run, series, Metric.P99)));
        String caveats = Caveats.of(run).stream().map("**%s.** "::formatted).collect(Collectors.joining());
        Losses losses = Losses.of(run);
        String lost = losses.worst().isEmpty()
                ? ""
                : "%nWhere gRPC loses most%s:%n%n%s"
                        .formatted(
                                losses.more().isEmpty() ? "" : ", " + losses.more(),
                                losses.worst().markdown());
        return "%s%n%sOne product of many (about 100 B); %s. %s, %s, `%s`. [How to read it](docs/benchmarks.md).%n%s"
                .formatted(
                        table.dense().markdown(),
                        caveats,
                        run.info().conditions(),
                        run.info().machine(),
                        run.info().time().substring(0, 10),
                        run.info().command(),
                        lost);
    }

    private static String open(Run run, Series peak, Metric metric) {
        Optional<List<Window>> windows = run
                .series(series ->
                        series.server().equals(peak.server()) && series.work() == Work.GET && series.rate() == 4_000)
                .values()
                .stream()
                .findFirst();
        return windows.map(found -> text(found, metric)).orElse(NONE);
    }

    private static String text(List<Window> windows, Metric metric) {
        Figure figure = Run.figure(windows, metric);
        return Double.isNaN(figure.median()) ? NONE : metric.format(figure.median());
    }
}
