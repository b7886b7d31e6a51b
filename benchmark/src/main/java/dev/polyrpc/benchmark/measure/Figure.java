package dev.polyrpc.benchmark.measure;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * One figure over all rounds: its median, and between what it lay. Immutable.
 *
 * @param disturbed whether others disturbed most of the rounds
 */
public record Figure(double median, double least, double most, boolean disturbed) {
    private static final double UNSTEADY = 0.25;

    /** Measured once. */
    public static Figure of(double value) {
        return new Figure(value, value, value, false);
    }

    /** Of some windows. */
    public static Figure of(List<Window> windows, ToDoubleFunction<Window> value) {
        return of(
                windows.stream().mapToDouble(value),
                windows.stream().filter(Window::disturbed).count());
    }

    /** Of the ratio that windows have to those of another series in the same round; NaN where no round has both. */
    public static Figure ratio(List<Window> windows, List<Window> others, ToDoubleFunction<Window> value) {
        Map<Integer, Window> byRound =
                others.stream().collect(Collectors.toMap(Window::round, Function.identity(), (one, same) -> one));
        List<Window> both = windows.stream()
                .filter(window -> byRound.containsKey(window.round()))
                .toList();
        return of(
                both.stream()
                        .mapToDouble(window -> value.applyAsDouble(window)
                                / value.applyAsDouble(byRound.getOrDefault(window.round(), window))),
                both.stream()
                        .filter(window -> window.disturbed()
                                || byRound.getOrDefault(window.round(), window).disturbed())
                        .count());
    }

    /** Of this to another, which was measured apart from it: as wide as both allow. */
    public Figure to(Figure other) {
        return new Figure(median / other.median, least / other.most, most / other.least, disturbed || other.disturbed);
    }

    private static Figure of(DoubleStream values, long disturbed) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            return of(Double.NaN);
        }
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Figure(median, sorted[0], sorted[sorted.length - 1], disturbed > half);
    }

    /** Whether the rounds lay so far apart that the median says little. */
    public boolean unsteady() {
        return spread() > UNSTEADY;
    }

    /** How far the rounds lay apart, as a share of the median to either side. */
    public double spread() {
        return median == 0 ? 0 : (most - least) / 2 / median;
    }
}
