package dev.polyrpc.benchmark.measure;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * One figure over all rounds: its median, and between what it lay. Immutable.
 *
 * @param disturbed whether others disturbed most of the rounds
 */
public record Figure(double median, double least, double most, boolean disturbed) {
    /** Of some windows. */
    public static Figure of(List<Window> windows, ToDoubleFunction<Window> value) {
        return of(
                windows.stream().mapToDouble(value),
                windows.stream().filter(Window::disturbed).count());
    }

    /** Of the ratio that windows have to those of another stack in the same round. */
    public static Figure ratio(List<Window> windows, List<Window> others, ToDoubleFunction<Window> value) {
        int rounds = Math.min(windows.size(), others.size());
        return of(
                IntStream.range(0, rounds)
                        .mapToDouble(n -> value.applyAsDouble(windows.get(n)) / value.applyAsDouble(others.get(n))),
                IntStream.range(0, rounds)
                        .filter(n -> windows.get(n).disturbed() || others.get(n).disturbed())
                        .count());
    }

    private static Figure of(DoubleStream values, long disturbed) {
        double[] sorted = values.sorted().toArray();
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Figure(median, sorted[0], sorted[sorted.length - 1], disturbed > half);
    }

    /** How far the rounds lay apart, as a share of the median to either side. */
    public double spread() {
        return (most - least) / 2 / median;
    }
}
