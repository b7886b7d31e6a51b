package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.measure.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Tells a run's outcome to people and to programs. For use by one thread. */
public final class Report {
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final String command;
    private final PrintStream out;

    /** Begins the report of a command. */
    public Report(String command, PrintStream out) {
        this.command = command;
        this.out = out;
    }

    /** Prints the tables. */
    public void print(String conditions, List<Results> results) {
        out.printf("%s   %s%n%s%n%s%n%n", command, start, Machine.description(), conditions);
        results.forEach(result -> out.println(result.table()));
    }

    /** Prints a table of another kind. */
    public void print(String table) {
        out.println(table);
    }

    /** Prints how far the goals were reached. */
    public void print(List<Goal> goals) {
        out.println(Goals.table(goals));
    }

    /** Prints where the time went. */
    public void print(Profile profile) {
        out.println(profile);
    }

    /** Keeps all windows and goals in a file, one JSON object a line. */
    public void write(Path folder, List<Results> results, List<Goal> goals) throws IOException {
        Path file = folder.resolve(start.toString().replace(":", "") + ".jsonl");
        try (JsonLines json = new JsonLines(file)) {
            json.run(Map.of("command", command, "time", start.toString(), "machine", Machine.description()));
            for (Results result : results) {
                json.results(result);
            }
            json.goals(goals);
        }
        out.printf("Each window: %s%n", file.normalize());
    }
}
