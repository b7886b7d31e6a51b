package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.report.Comparison;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What changed from one run to another. */
@Command(
        name = "compare",
        description = {
            "Tells what changed from one run to another beyond the noise.",
            "That is by over 9 %%, and no round of the one among those of the other.",
            ""
        },
        footer = {
            "",
            "Example: scripts/bench compare 20260131T101500Z latest",
            "Exit: 0 nothing is worse, 1 something is, 2 usage, 3 a file cannot be read, a",
            "run is void, or the runs are of different machines, JDKs or catalogues."
        })
final class CompareCommand implements Callable<Integer> {
    private static final int EXIT_WORSE = 1;
    private static final int EXIT_BROKEN = 3;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private BenchCommand bench;

    @Parameters(index = "0", paramLabel = "A", description = "A run's file, or its name under run/bench, or latest.")
    private String before = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "B",
            defaultValue = "latest",
            description = "Another. Default: latest.")
    private String after = "";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Override
    public Integer call() throws IOException {
        Results results = new Results(bench.files().results());
        Comparison comparison = Comparison.of(results.read(before), results.read(after));
        if (comparison.size() == 0) {
            System.err.println("bench: the two runs measured nothing that is the same");
            return EXIT_BROKEN;
        }
        System.out.print(comparison);
        if (!comparison.faults().isEmpty()) {
            comparison.faults().forEach(fault -> System.err.println("bench: nothing follows: " + fault));
            return EXIT_BROKEN;
        }
        return comparison.worse() ? EXIT_WORSE : 0;
    }
}
