package dev.polyrpc.benchmark.result;

import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.measure.Footprint;
import dev.polyrpc.benchmark.measure.Metric;
import dev.polyrpc.benchmark.measure.Series;
import dev.polyrpc.benchmark.measure.Window;
import dev.polyrpc.benchmark.probe.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All that a run found. Immutable.
 *
 * @param seconds that its parts took, by name
 */
public record Run(
        RunInfo info,
        List<Window> windows,
        List<Footprint> footprints,
        List<Reading> readings,
        Map<String, Double> seconds) {

    /** Keeps copies. */
    public Run {
        windows = List.copyOf(windows);
        footprints = List.copyOf(footprints);
        readings = List.copyOf(readings);
        seconds = Map.copyOf(seconds);
    }

    /** Windows by series, in the order in which they were measured first. */
    public Map<Series, List<Window>> series(Predicate<Series> wanted) {
        return windows.stream()
                .filter(window -> wanted.test(window.series()))
                .collect(Collectors.groupingBy(Window::series, LinkedHashMap::new, Collectors.toList()));
    }

    /** The windows of a series; none = not measured. */
    public List<Window> of(Predicate<Series> wanted) {
        return windows.stream().filter(window -> wanted.test(window.series())).toList();
    }

    /** A figure over some windows. */
    public static Figure figure(List<Window> windows, Metric metric) {
        return Figure.of(windows, metric::of);
    }

    /** Whether others disturbed most of it. */
    public boolean disturbed() {
        return disturbedWindows() * 2 > windows.size();
    }

    /** How many windows others disturbed. */
    public long disturbedWindows() {
        return windows.stream().filter(Window::disturbed).count();
    }

    /** A reading by its goal and id; empty where its probe did not run. */
    public Optional<Figure> reading(String goal, String id) {
        return readings.stream()
                .filter(reading -> reading.goal().equals(goal) && reading.id().equals(id))
                .map(Reading::figure)
                .findFirst();
    }
}
