package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.probe.Probe;
import dev.polyrpc.benchmark.probe.Probes;
import dev.polyrpc.benchmark.probe.Reading;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Scale;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The part of sidecars alone. */
@Command(
        name = "sidecars",
        description = {
            "Measures a get without sidecars, through one Envoy, through two, and at the edge by gRPC-Web and REST.",
            ""
        })
final class SidecarsCommand implements Callable<Integer> {
    private static final Scale SCALE = new Scale(1_000, 100, 300, 32, 2);

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private BenchCommand bench;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Folders files = bench.files();
        try (Workshop workshop = Workshop.open(files.root(), files.work());
                Arena arena = Arena.open(workshop, SCALE)) {
            List<Reading> readings = new ArrayList<>();
            for (Probe probe : Probes.ofSidecars(workshop, arena)) {
                readings.addAll(probe.measure(false, step -> System.err.printf("     %s%n", step)));
            }
            new Part("scripts/bench sidecars", "medians of interleaved rounds").print(readings);
            return 0;
        }
    }
}
