package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.identity.IdentityProbe;
import dev.polyrpc.benchmark.probe.Reading;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.util.List;
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
            new Part(
                            quick ? "scripts/bench identity --quick" : "scripts/bench identity",
                            "each round's mean, medians of rounds")
                    .print(readings);
            return 0;
        }
    }
}
