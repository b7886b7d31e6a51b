package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.identity.IdentityCosts;
import dev.polyrpc.benchmark.report.Goal;
import dev.polyrpc.benchmark.report.Goal.Verdict;
import dev.polyrpc.benchmark.report.Profile;
import dev.polyrpc.benchmark.report.Progress;
import dev.polyrpc.benchmark.report.Report;
import dev.polyrpc.benchmark.report.Results;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the benchmark. */
@Command(
        name = "bench",
        sortOptions = false,
        subcommands = IdentityCommand.class,
        usageHelpAutoWidth = true,
        description = {
            "Measures product management as it ships (mutual TLS, verified tokens, a",
            "filled catalogue) against bare grpc-java (plaintext, tuned, the same message)",
            "in one run, each a process of its own.",
            ""
        },
        footer = {
            "",
            "The figure of record is the server's CPU time for a call; throughput confirms",
            "it. Callers and servers share the machine. The windows of all stacks take",
            "turns; warm-up is left out. A window in which others used over 8 %% of the",
            "machine is repeated while the time for it lasts, else marked as disturbed; a",
            "verdict that rests mostly on such windows is void.",
            "Nothing listens on a fixed port.",
            "",
            "Example: scripts/bench --quick --goals",
            "Exit: 0 measured, 1 a goal was missed (with --goals), 2 usage, 3 could not",
            "measure."
        })
final class BenchCommand implements Callable<Integer> {
    private static final int EXIT_MISSED = 1;
    private static final int EXIT_BROKEN = 3;
    private static final int MOST_SUBJECTS = 9_999;
    private static final int MOST_PRODUCTS = 1_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--quick", description = "Two minutes at most: short windows. Default: some eight minutes.")
    private boolean quick;

    @Option(names = "--goals", description = "Compare with the goals: met, missed, within noise, or void.")
    private boolean goals;

    @Option(names = "--profile", description = "Then record where the server's time goes, and print it by package.")
    private boolean profile;

    @Option(
            names = "--products",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Products in the catalogue, asked at random. Default: ${DEFAULT-VALUE}.")
    private int products;

    @Option(
            names = "--subjects",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Subjects with a token each, one at random for each call. Default: ${DEFAULT-VALUE}.")
    private int subjects;

    @Option(names = "--bar", hidden = true, description = "Standard error is a terminal.")
    private boolean bar;

    @Option(names = "--root", hidden = true, defaultValue = ".", description = "The project's folder.")
    private Path root = Path.of(".");

    @Option(names = "--work", hidden = true, defaultValue = "run/bench/work", description = "A folder for the run.")
    private Path work = Path.of("run/bench/work");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    static CommandLine commandLine() {
        return new CommandLine(new BenchCommand()).setExecutionExceptionHandler((problem, command, arguments) -> {
            command.getErr().println("bench: " + problem.getMessage());
            return EXIT_BROKEN;
        });
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        require("--products", products, MOST_PRODUCTS);
        require("--subjects", subjects, MOST_SUBJECTS);
        Plan plan = quick ? Plan.quick(products, subjects) : Plan.full(products, subjects);
        Progress progress = new Progress(System.err, bar, Benchmark.steps(plan));
        Report report = new Report(line(), System.out);
        try (Workshop workshop = workshop()) {
            Benchmark benchmark = Benchmark.start(plan, workshop, progress);
            Benchmark.Outcome outcome = benchmark.run();
            Optional<Profile> recorded = profile ? Optional.of(benchmark.profile()) : Optional.empty();
            IdentityCosts identity = benchmark.identity(quick);
            progress.end();
            List<Results> results = List.of(outcome.unary(), outcome.streams());
            report.print(plan.toString(), results);
            report.print(identity.table());
            List<Goal> figures = Stream.concat(outcome.goals().stream(), identity.goals().stream())
                    .toList();
            if (goals) {
                report.print(figures);
            }
            recorded.ifPresent(report::print);
            report.write(root.resolve("run/bench"), results, figures);
            return goals && figures.stream().anyMatch(goal -> goal.verdict() == Verdict.MISSED) ? EXIT_MISSED : 0;
        } finally {
            progress.end();
        }
    }

    Workshop workshop() throws IOException, InterruptedException {
        return Workshop.open(root, work);
    }

    /** The command as it was given. */
    private String line() {
        return "scripts/bench "
                + String.join(
                        " ",
                        spec.commandLine().getParseResult().originalArgs().stream()
                                .filter(argument -> !argument.equals("--bar") && !argument.startsWith("--work="))
                                .toList());
    }

    private void require(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(
                    spec.commandLine(), "%s: %d (expected: 1 to %d)".formatted(option, value, most));
        }
    }
}
