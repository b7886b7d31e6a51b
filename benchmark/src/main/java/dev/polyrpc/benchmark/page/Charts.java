package dev.polyrpc.benchmark.page;

import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.measure.Latency;
import dev.polyrpc.benchmark.measure.Metric;
import dev.polyrpc.benchmark.measure.Mode;
import dev.polyrpc.benchmark.measure.Series;
import dev.polyrpc.benchmark.measure.Window;
import dev.polyrpc.benchmark.page.Chart.Plot;
import dev.polyrpc.benchmark.page.Chart.Value;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.stack.Cell;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.benchmark.stack.Wire;
import dev.polyrpc.benchmark.stack.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The charts of a run; those for which it measured nothing are left out. Immutable. */
record Charts(Run run) {
    private static final int RATE = 4_000;

    /** A share of the calls. */
    private record Share(String name, ToDoubleFunction<Latency> of) {}

    private static final List<Share> SHARES = List.of(
            new Share("p50", Latency::p50),
            new Share("p90", Latency::p90),
            new Share("p99", Latency::p99),
            new Share("p99.9", Latency::p999),
            new Share("max", Latency::max));

    List<Chart> all() {
        return Stream.of(
                        bars(
                                "What one get costs the server",
                                "Server CPU time for a call: the figure of record. Less is better. Bare and shipped-default: a library alone, in plaintext, from memory.",
                                Metric.SERVER_CPU),
                        bars(
                                "Gets a second at the peak",
                                "Closed loop; callers and server share the machine. More is better.",
                                Metric.PER_SECOND),
                        layers(),
                        latencies(),
                        works(
                                "What each work costs the server",
                                "Server CPU time for a call or message, as it ships, or with the same security.",
                                Metric.SERVER_CPU,
                                true),
                        works(
                                "Bytes on the wire",
                                "Both directions at the client's socket, TLS records included, for a call or message.",
                                Metric.ON_THE_WIRE,
                                true))
                .filter(chart -> !chart.isEmpty())
                .toList();
    }

    private Chart bars(String title, String caption, Metric metric) {
        Comparator<Entry<Series, List<Window>>> order = Comparator.comparingDouble(
                row -> Run.figure(row.getValue(), metric).median());
        List<Entry<Series, List<Window>>> rows = peaks(Work.GET).entrySet().stream()
                .filter(row -> row.getKey().cell().wire() != Wire.ECHO) // a limit: it would dwarf all others
                .sorted(metric.moreIsBetter() ? order.reversed() : order)
                .toList();
        Plot plot = new Plot(
                metric.toString(),
                rows.stream().map(row -> tone(row.getKey().cell().wire())).toList(),
                rows.stream().map(row -> value(row.getValue(), metric)).toList());
        String unit = metric == Metric.PER_SECOND ? "calls/s" : metric.toString();
        return new Chart(
                title,
                caption,
                "bars",
                unit,
                false,
                rows.stream().map(row -> row.getKey().server()).toList(),
                rows.isEmpty() ? List.of() : List.of(plot));
    }

    /** Rung by rung; what ships stands on the highest. */
    private Chart layers() {
        Map<Series, List<Window>> peaks = peaks(Work.GET);
        List<Plot> plots = new ArrayList<>();
        for (Wire wire : Wire.values()) {
            List<@Nullable Value> values = new ArrayList<>();
            for (Security security : Security.values()) {
                values.add(value(onRung(peaks, new Cell(wire, security)), Metric.SERVER_CPU));
            }
            if (values.stream().filter(Objects::nonNull).count() > 1) {
                plots.add(new Plot(wire.toString(), List.of(tone(wire)), values));
            }
        }
        return new Chart(
                "What each layer costs",
                "Server CPU time of one get over the same domain and database, from plaintext up; the highest rung of gRPC and Thrift is what ships.",
                "columns",
                Metric.SERVER_CPU.toString(),
                false,
                Arrays.stream(Security.values()).map(Security::toString).toList(),
                plots);
    }

    private static List<Window> onRung(Map<Series, List<Window>> peaks, Cell cell) {
        return Stream.of(Role.SHIPPED, Role.LADDER)
                .flatMap(role -> peaks.entrySet().stream()
                        .filter(row -> row.getKey().role() == role
                                && row.getKey().cell().equals(cell)))
                .map(Entry::getValue)
                .findFirst()
                .orElse(List.of());
    }

    private Chart latencies() {
        List<Plot> plots = new ArrayList<>();
        run.series(series -> series.work() == Work.GET && series.mode() == Mode.RATE && series.rate() == RATE)
                .forEach((series, windows) -> plots.add(new Plot(
                        series.server(),
                        List.of(tone(series.cell().wire())),
                        SHARES.stream().map(share -> latency(windows, share)).toList())));
        return new Chart(
                "Latency of a get at %,d calls a second".formatted(RATE),
                "Open loop, counted from the intended start; microseconds, medians of the rounds.",
                "lines",
                "us",
                true,
                SHARES.stream().map(Share::name).toList(),
                plots);
    }

    private static @Nullable Value latency(List<Window> windows, Share share) {
        return value(Figure.of(windows, window -> {
            Latency latency = window.latency();
            return latency == null ? Double.NaN : share.of.applyAsDouble(latency);
        }));
    }

    private Chart works(String title, String caption, Metric metric, boolean log) {
        List<Work> works = Arrays.stream(Work.values())
                .filter(work -> !peaks(work).isEmpty())
                .toList();
        List<Plot> plots = new ArrayList<>();
        for (Wire wire : Wire.values()) {
            List<@Nullable Value> values = new ArrayList<>();
            for (Work work : works) {
                values.add(value(onRung(peaks(work), new Cell(wire, Security.TOKEN)), metric));
            }
            if (values.stream().anyMatch(Objects::nonNull)) {
                plots.add(new Plot(wire.toString(), List.of(tone(wire)), values));
            }
        }
        return new Chart(
                title,
                caption,
                "columns",
                metric.toString(),
                log,
                works.stream().map(Work::toString).toList(),
                plots);
    }

    private Map<Series, List<Window>> peaks(Work work) {
        return run.series(series -> series.work() == work && series.mode() == Mode.PEAK);
    }

    private static @Nullable Value value(List<Window> windows, Metric metric) {
        return windows.isEmpty() ? null : value(Run.figure(windows, metric));
    }

    private static @Nullable Value value(Figure figure) {
        return Double.isNaN(figure.median()) || figure.median() <= 0
                ? null
                : new Value(figure.median(), figure.least(), figure.most());
    }

    private static String tone(Wire wire) {
        return wire.name().toLowerCase(Locale.ROOT);
    }
}
