package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.stack.Wire;
import dev.polyrpc.benchmark.stack.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the benchmark. */
@Command(
        name = "bench",
        sortOptions = false,
        subcommands = {
            IdentityCommand.class,
            GatewayCommand.class,
            SidecarsCommand.class,
            CompareCommand.class,
            ShowCommand.class
        },
        usageHelpAutoWidth = true,
        description = {
            "Measures gRPC, Thrift, REST and GraphQL on one contract, over plaintext, TLS,",
            "mutual TLS and mutual TLS with a token, against the bare libraries and a raw",
            "echo in the same run, each server a process of its own.",
            ""
        },
        footer = {
            "",
            "The figure of record is the server's CPU time for a call; throughput confirms",
            "it. Callers and servers share the machine. The windows of all servers take",
            "turns; warm-up is left out. A window in which others used over 8 %% of the",
            "machine is repeated while the time for it lasts, else marked as disturbed; a",
            "verdict that rests mostly on such windows is void.",
            "Nothing listens on a fixed port.",
            "",
            "Example: scripts/bench --quick --goals",
            "Exit: 0 measured, 1 a goal was missed (with --goals), 2 usage, 3 could not",
            "measure all of it, or the run is void (with --goals)."
        })
final class BenchCommand implements Callable<Integer> {
    private static final int EXIT_BROKEN = 3;
    private static final int MOST_SUBJECTS = 9_999;
    private static final int MOST_PRODUCTS = 1_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--quick", description = "Three minutes at most. Default: half an hour at most.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "WIRE",
            description = "These wires and the yardstick: grpc, thrift, rest, graphql, echo.")
    private Set<Wire> wires = EnumSet.noneOf(Wire.class);

    @Option(
            names = "--work",
            split = ",",
            paramLabel = "WORK",
            description = "These works: get, list, batch_100, adjust, server_stream, client_stream, bidi.")
    private Set<Work> works = EnumSet.noneOf(Work.class);

    @Option(
            names = "--goals",
            description = "Compare with the goals: met, within noise, missed, void, or not measured.")
    private boolean goals;

    @Option(names = "--markdown", description = "Then print a table for a README.")
    private boolean markdown;

    @Option(
            names = "--profile",
            description =
                    "Then record where the shipped servers' time goes: by package, and as flame graphs in the page.")
    private boolean profile;

    @Option(names = "--no-probes", description = "Servers alone: none of the measurements of another kind.")
    private boolean noProbes;

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

    @Option(
            names = "--work-folder",
            hidden = true,
            defaultValue = "run/bench/work",
            description = "A folder for the run.")
    private Path folder = Path.of("run/bench/work");

    @Option(names = "--commit", hidden = true, defaultValue = "unknown", description = "What is measured.")
    private String commit = "unknown";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    static CommandLine commandLine() {
        return new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((problem, arguments) -> {
                    CommandLine command = problem.getCommandLine();
                    command.getErr().println("bench: " + problem.getMessage());
                    UnmatchedArgumentException.printSuggestions(problem, command.getErr());
                    command.getErr()
                            .printf(
                                    "Try: scripts/%s --help%n",
                                    command.getCommandSpec().qualifiedName());
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((problem, command, arguments) -> {
                    command.getErr().println("bench: " + problem.getMessage());
                    return EXIT_BROKEN;
                });
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        require("--products", products, MOST_PRODUCTS);
        require("--subjects", subjects, MOST_SUBJECTS);
        Choice choice = new Choice(wires, works, quick);
        return new Session(files(), line(), commit, new Session.Wants(goals, markdown, profile, !noProbes), bar)
                .run(choice, products, subjects);
    }

    /** Where things lie. */
    Folders files() {
        return new Folders(root, folder, root.resolve("run").resolve("bench"));
    }

    /** The command as it was given. */
    private String line() {
        List<String> hidden = List.of("--bar", "--work-folder=", "--commit=", "--root=");
        return "scripts/bench "
                + String.join(
                        " ",
                        spec.commandLine().getParseResult().originalArgs().stream()
                                .filter(argument -> hidden.stream().noneMatch(argument::startsWith))
                                .toList());
    }

    private void require(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(
                    spec.commandLine(), "%s: %d (expected: 1 to %d)".formatted(option, value, most));
        }
    }
}
