package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.goal.Goals;
import dev.polyrpc.benchmark.measure.Machine;
import dev.polyrpc.benchmark.probe.Reading;
import dev.polyrpc.benchmark.report.Report;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.result.RunInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * One part of the benchmark, measured alone.
 *
 * @param command that measures it
 * @param figures how its figures come of its rounds
 */
record Part(String command, String figures) {
    /** Prints what was read, and what that is of the goals; nothing is kept. */
    void print(List<Reading> readings) {
        RunInfo info = new RunInfo(
                command,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Machine.description(),
                Map.of(),
                figures);
        Run run = new Run(info, List.of(), List.of(), readings, Map.of());
        Report report = new Report(run, System.out);
        report.figures();
        report.goals(Goals.of(run));
    }
}
