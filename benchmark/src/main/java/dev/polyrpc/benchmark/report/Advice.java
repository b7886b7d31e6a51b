package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.goal.Goal;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.measure.Metric;
import dev.polyrpc.benchmark.measure.Mode;
import dev.polyrpc.benchmark.measure.Series;
import dev.polyrpc.benchmark.measure.Window;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.benchmark.stack.Wire;
import dev.polyrpc.benchmark.stack.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run says to somebody who has to choose a wire, in one paragraph. Immutable. */
public final class Advice {
    private static final int RATE = 4_000;
    private static final double HANDLER_US = 2_000;

    private final Run run;

    private Advice(Run run) {
        this.run = run;
    }

    /** In sentences, each from the run's own figures; empty where fewer than two wires were measured with all security. */
    public static String of(Run run) {
        Map<Wire, Figure> reads = new Advice(run).figures(Work.GET, Mode.PEAK, Metric.SERVER_CPU);
        if (reads.size() < 2) {
            return "";
        }
        return Caveats.of(run).isEmpty()
                ? "Choosing a wire. " + new Advice(run).sentences(reads)
                : "Choosing a wire: this run is void, so nothing follows from it.";
    }

    private String sentences(Map<Wire, Figure> reads) {
        List<String> said = new ArrayList<>();
        said.add("With mutual TLS and a token, a small read costs the server %s.".formatted(listed(reads)));
        said.add(handler(reads));
        latency().ifPresent(said::add);
        writes().ifPresent(said::add);
        streams().ifPresent(said::add);
        graph(reads).ifPresent(said::add);
        return String.join(" ", said);
    }

    /** The cheapest first. */
    private static String listed(Map<Wire, Figure> figures) {
        return figures.entrySet().stream()
                .sorted(Comparator.comparingDouble(one -> one.getValue().median()))
                .map(one -> "%s us over %s"
                        .formatted(Metric.SERVER_CPU.format(one.getValue().median()), one.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String handler(Map<Wire, Figure> reads) {
        double[] rpc = reads.entrySet().stream()
                .filter(one -> one.getKey() != Wire.GRAPHQL)
                .mapToDouble(one -> one.getValue().median())
                .sorted()
                .toArray();
        double apart = rpc.length == 0 ? 0 : rpc[rpc.length - 1] - rpc[0];
        return "Behind a handler that works for 2 ms the calls among these differ by %.1f %%, so let what the wire can do decide before what it costs."
                .formatted(apart / HANDLER_US * 100);
    }

    private Optional<String> latency() {
        Map<Wire, Figure> p99 = figures(Work.GET, Mode.RATE, Metric.P99);
        return p99.size() < 2
                ? Optional.empty()
                : least(p99)
                        .map(wire -> "At %,d calls a second %s answers 99 of 100 the soonest, within %s us (%s)."
                                .formatted(
                                        RATE,
                                        wire,
                                        text(p99, wire, Metric.P99),
                                        p99.keySet().stream()
                                                .filter(other -> other != wire)
                                                .map(other -> "%s %s".formatted(other, text(p99, other, Metric.P99)))
                                                .collect(Collectors.joining(", "))));
    }

    private Optional<String> writes() {
        Map<Wire, Figure> writes = figures(Work.ADJUST, Mode.PEAK, Metric.PER_SECOND);
        Figure grpc = writes.get(Wire.GRPC);
        Figure thrift = writes.get(Wire.THRIFT);
        if (grpc == null || thrift == null) {
            return Optional.empty();
        }
        double apart = Math.abs(thrift.median() / grpc.median() - 1);
        boolean equal = apart <= Math.max(Goal.NOISE, Math.max(grpc.spread(), thrift.spread()));
        return Optional.of("Durable writes: %s a second over gRPC, %s over Thrift%s."
                .formatted(
                        Metric.PER_SECOND.format(grpc.median()),
                        Metric.PER_SECOND.format(thrift.median()),
                        equal ? ", which is the same within noise" : ""));
    }

    private Optional<String> streams() {
        Figure stream =
                figures(Work.SERVER_STREAM, Mode.PEAK, Metric.SERVER_CPU).get(Wire.GRPC);
        Figure read = figures(Work.GET, Mode.PEAK, Metric.SERVER_CPU).get(Wire.GRPC);
        return stream == null || read == null
                ? Optional.empty()
                : Optional.of(
                        "Where one side has much to tell, gRPC's streams cost %s us a message, %.0f times less than a call; Thrift has to poll."
                                .formatted(Metric.SERVER_CPU.format(stream.median()), read.median() / stream.median()));
    }

    private Optional<String> graph(Map<Wire, Figure> reads) {
        Figure graph = reads.get(Wire.GRAPHQL);
        Figure grpc = reads.get(Wire.GRPC);
        return graph == null || grpc == null
                ? Optional.empty()
                : Optional.of(
                        "A GraphQL query of one read costs what %.0f such calls over gRPC do, gateway included: it pays where it stands for many calls, or where clients choose their fields."
                                .formatted(graph.median() / grpc.median()));
    }

    private static Optional<Wire> least(Map<Wire, Figure> figures) {
        return figures.entrySet().stream()
                .min(Comparator.comparingDouble(one -> one.getValue().median()))
                .map(Map.Entry::getKey);
    }

    private static String text(Map<Wire, Figure> figures, Wire wire, Metric metric) {
        Figure figure = figures.get(wire);
        return figure == null ? "" : metric.format(figure.median());
    }

    /** Of each wire with all security: what ships, or our domain behind its library. */
    private Map<Wire, Figure> figures(Work work, Mode mode, Metric metric) {
        Map<Wire, Figure> figures = new EnumMap<>(Wire.class);
        Map<Series, List<Window>> found = run.series(series -> series.work() == work
                && series.mode() == mode
                && (mode != Mode.RATE || series.rate() == RATE)
                && series.role() != Role.FLOOR
                && series.cell().security() == Security.TOKEN);
        found.forEach((series, windows) -> figures.putIfAbsent(series.cell().wire(), Run.figure(windows, metric)));
        return figures;
    }
}
