package dev.polyrpc.benchmark.section;

import dev.polyrpc.benchmark.measure.Contest;
import dev.polyrpc.benchmark.measure.Quiet;
import dev.polyrpc.benchmark.measure.Steps;
import dev.polyrpc.benchmark.result.Recorder;
import dev.polyrpc.benchmark.stack.Arena;
import java.util.function.Consumer;

/**
 * What all parts of a run work with. Immutable.
 *
 * @param problems is told what could not be measured
 */
public record Field(Arena arena, Quiet quiet, Steps steps, Recorder recorder, Consumer<String> problems) {
    Contest contest() {
        return new Contest(quiet, steps, recorder::window, problems);
    }
}
