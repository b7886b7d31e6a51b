package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.goal.Goal;
import dev.polyrpc.benchmark.goal.Goals;
import dev.polyrpc.benchmark.page.Page;
import dev.polyrpc.benchmark.report.Markdown;
import dev.polyrpc.benchmark.report.Report;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.result.RunReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Tells a run once more. */
@Command(
        name = "show",
        description = {"Tells a run once more, from its file; nothing is measured.", ""},
        footer = {
            "",
            "Example: scripts/bench show latest --goals",
            "Exit: 0 told, 1 a goal was missed (with --goals), 2 usage, 3 the file cannot",
            "be read."
        })
final class ShowCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private BenchCommand bench;

    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            defaultValue = "latest",
            description = "A run's file, or its name under run/bench. Default: latest.")
    private String name = "";

    @Option(names = "--goals", description = "Only how far the goals were reached.")
    private boolean goals;

    @Option(names = "--markdown", description = "Only a table for a README.")
    private boolean markdown;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Override
    public Integer call() throws IOException {
        Path file = new Results(bench.files().results()).find(name);
        Run run = RunReader.read(file);
        Report report = new Report(run, System.out);
        List<Goal> judged = Goals.of(run);
        if (markdown) {
            System.out.print(Markdown.of(run));
        }
        if (goals) {
            report.goals(judged);
        }
        if (!markdown && !goals) {
            report.figures();
            report.goals(judged);
            report.advice();
        }
        Path page = Results.pageOf(file);
        if (Files.notExists(page)) {
            Page.write(page, run, Map.of());
            System.err.printf("Page: %s%n", page.normalize());
        }
        return goals && judged.stream().anyMatch(Goal::fails) ? 1 : 0;
    }
}
