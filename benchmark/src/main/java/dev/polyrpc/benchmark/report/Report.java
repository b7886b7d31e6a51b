package dev.polyrpc.benchmark.report;

import dev.polyrpc.benchmark.goal.Goal;
import dev.polyrpc.benchmark.goal.Verdict;
import dev.polyrpc.benchmark.result.Run;
import java.io.PrintStream;
import java.util.List;

/** Tells people on a terminal what a run found. For use by one thread. */
public final class Report {
    private final Run run;
    private final PrintStream out;

    /** Of one run. */
    public Report(Run run, PrintStream out) {
        this.run = run;
        this.out = out;
    }

    /** Prints all figures: first those where gRPC loses. */
    public void figures() {
        out.printf(
                "%s   %s%n%s%n%s%n%n",
                run.info().command(),
                run.info().time(),
                run.info().machine(),
                run.info().conditions().replace("; ", "\n"));
        Caveats.of(run).forEach(caveat -> out.printf("%s%n%n", caveat));
        Losses losses = Losses.of(run);
        print(losses.worst());
        print(losses.more());
        print(losses.summary());
        Tables.figures(run).forEach(this::print);
        print(Tables.footprints(run));
        print(Tables.readings(run));
    }

    /** Prints what helps to choose a wire. */
    public void advice() {
        String advice = Advice.of(run);
        if (!advice.isEmpty()) {
            out.printf("%s%n%n", Text.wrapped(advice));
        }
    }

    /** Prints how far the goals were reached. */
    public void goals(List<Goal> goals) {
        print(Tables.goals(goals.stream()
                .filter(goal -> goal.verdict() != Verdict.NOT_MEASURED)
                .toList()));
        List<String> rest = goals.stream()
                .filter(goal -> goal.verdict() == Verdict.NOT_MEASURED)
                .map(goal -> goal.id() + " " + goal.what())
                .toList();
        if (!rest.isEmpty()) {
            out.printf("Not measured by this run:%n  %s%n%n", String.join("\n  ", rest));
        }
    }

    private void print(String line) {
        if (!line.isEmpty()) {
            out.printf("%s%n%n", line);
        }
    }

    private void print(Table table) {
        if (!table.isEmpty()) {
            out.println(table);
        }
    }
}
