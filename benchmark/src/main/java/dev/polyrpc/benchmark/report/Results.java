package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.measure.Window;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * All windows of one method. Immutable.
 *
 * @param unit what is counted, for example {@code calls}
 * @param windows by the name of the stack; the first is what the others are compared with
 */
public record Results(String method, String unit, Map<String, List<Window>> windows) {
    private static final double P50 = 50;
    private static final double P99 = 99;

    /** A stack's ratio to another. */
    public Figure ratio(String stack, String other, ToDoubleFunction<Window> value) {
        return Figure.ratio(of(stack), of(other), value);
    }

    /** A stack's windows. */
    public List<Window> of(String stack) {
        return Objects.requireNonNull(windows.get(stack), stack);
    }

    /** The table for people. */
    public String table() {
        boolean latencies = windows.values().stream()
                .flatMap(List::stream)
                .anyMatch(window -> window.tally().latencies().getTotalCount() > 0);
        Table table = new Table(
                method,
                unit + "/s",
                "ratio",
                "server CPU us",
                "ratio",
                "allocated B",
                "ratio",
                "p50 us",
                "p99 us",
                "others' CPU");
        String first = windows.keySet().iterator().next();
        windows.forEach((stack, list) -> table.row(
                stack,
                figure("%,.0f", list, Window::perSecond),
                ratioText(stack, first, Window::perSecond),
                figure("%.2f", list, Window::cpuMicros),
                ratioText(stack, first, Window::cpuMicros),
                figure("%,.0f", list, Window::bytes),
                ratioText(stack, first, Window::bytes),
                latencies ? figure("%,.0f", list, window -> window.micros(P50)) : "",
                latencies ? figure("%,.0f", list, window -> window.micros(P99)) : "",
                foreign(list)));
        return table.toString();
    }

    private String ratioText(String stack, String first, ToDoubleFunction<Window> value) {
        return "%.2f".formatted(ratio(stack, first, value).median());
    }

    private static String figure(String form, List<Window> list, ToDoubleFunction<Window> value) {
        Figure figure = Figure.of(list, value);
        return form.formatted(figure.median()) + " ±%2.0f%%".formatted(figure.spread() * 100);
    }

    private static String foreign(List<Window> list) {
        if (list.stream().anyMatch(window -> window.foreign().isEmpty())) {
            return "unknown";
        }
        Figure figure = Figure.of(list, window -> window.foreign().orElse(0) * 100);
        String disturbed = list.stream()
                .filter(Window::disturbed)
                .map(window -> String.valueOf(window.round()))
                .collect(Collectors.joining(", "));
        return "%.0f %%".formatted(figure.median()) + (disturbed.isEmpty() ? "" : "  disturbed: " + disturbed);
    }
}
