package dev.polyrpc.benchmark.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page's script draws. Immutable.
 *
 * @param kind {@code bars} (lying), {@code columns} or {@code lines}
 * @param unit of the values' axis
 * @param log whether that axis is logarithmic
 * @param labels of the other axis
 */
record Chart(
        String title, String caption, String kind, String unit, boolean log, List<String> labels, List<Plot> plots) {
    /**
     * One set of values.
     *
     * @param tones names of colours: one for all values, or one for each
     */
    record Plot(String name, List<String> tones, List<@Nullable Value> values) {}

    /** A median, and between what its rounds lay. */
    @JsonInclude(Include.NON_NULL)
    record Value(double median, double least, double most) {}

    /** Whether there is anything to see. */
    boolean isEmpty() {
        return labels.isEmpty() || plots.isEmpty();
    }
}
