package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.identity.IdentityCosts;
import dev.polyrpc.benchmark.report.Report;
import dev.polyrpc.benchmark.stack.Stack;
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
            "What it costs to know who calls: a token verified, first and again, by",
            "algorithm; a full mutual TLS handshake; a token exchanged, new and known."
        })
final class IdentityCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private BenchCommand bench;

    @Option(names = "--quick", description = "Some ten seconds instead of a minute.")
    private boolean quick;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Workshop workshop = bench.workshop()) {
            Stack service = workshop.product("identity", List.of());
            IdentityCosts costs =
                    IdentityCosts.measure(workshop, service, quick, step -> System.err.printf("     %s%n", step));
            Report report = new Report(quick ? "scripts/bench identity --quick" : "scripts/bench identity", System.out);
            report.print("each round's mean, medians of rounds", List.of());
            report.print(costs.table());
            report.print(costs.goals());
            return 0;
        }
    }
}
