package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.goal.Goals;
import dev.polyrpc.benchmark.identity.IdentityProbe;
import dev.polyrpc.benchmark.measure.Machine;
import dev.polyrpc.benchmark.probe.Reading;
import dev.polyrpc.benchmark.report.Report;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.result.RunInfo;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The identity part alone. */
@Command(
        name = "identity",
        description = {
            "Measures what it costs to know who calls.",
            "A token verified, first and again, by algorithm; a full mutual TLS handshake;",
            "a token exchanged, new and known.",
            ""
        })
final class IdentityCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private BenchCommand bench;

    @Option(names = "--quick", description = "Some ten seconds instead of a minute.")
    private boolean quick;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Folders files = bench.files();
        try (Workshop workshop = Workshop.open(files.root(), files.work())) {
            List<Reading> readings =
                    new IdentityProbe(workshop).measure(quick, step -> System.err.printf("     %s%n", step));
            RunInfo info = new RunInfo(
                    quick ? "scripts/bench identity --quick" : "scripts/bench identity",
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                    Machine.description(),
                    Map.of(),
                    "each round's mean, medians of rounds");
            Run run = new Run(info, List.of(), List.of(), readings, Map.of());
            Report report = new Report(run, System.out);
            report.figures();
            report.goals(Goals.of(run));
            return 0;
        }
    }
}
