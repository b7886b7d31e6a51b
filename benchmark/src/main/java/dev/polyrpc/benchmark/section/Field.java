package dev.polyrpc.benchmark.section;

import dev.polyrpc.benchmark.measure.Contest;
import dev.polyrpc.benchmark.measure.Quiet;
import dev.polyrpc.benchmark.measure.Steps;
import dev.polyrpc.benchmark.result.Recorder;
import dev.polyrpc.benchmark.stack.Arena;

/** What all parts of a run work with. Immutable. */
public record Field(Arena arena, Quiet quiet, Steps steps, Recorder recorder) {
    Contest contest() {
        return new Contest(quiet, steps, recorder::window);
    }
}
