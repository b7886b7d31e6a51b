package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.goal.Goal;
import dev.polyrpc.benchmark.goal.Goals;
import dev.polyrpc.benchmark.identity.IdentityProbe;
import dev.polyrpc.benchmark.measure.Machine;
import dev.polyrpc.benchmark.measure.Quiet;
import dev.polyrpc.benchmark.page.Page;
import dev.polyrpc.benchmark.probe.Probe;
import dev.polyrpc.benchmark.probe.Probes;
import dev.polyrpc.benchmark.report.Caveats;
import dev.polyrpc.benchmark.report.Markdown;
import dev.polyrpc.benchmark.report.Profile;
import dev.polyrpc.benchmark.report.Progress;
import dev.polyrpc.benchmark.report.Report;
import dev.polyrpc.benchmark.result.Recorder;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.result.RunInfo;
import dev.polyrpc.benchmark.section.Field;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the start of the servers to what is printed, written and answered. For use by one thread. */
record Session(Folders files, String command, String commit, Wants wants, boolean bar) {
    private static final int EXIT_MISSED = 1;
    private static final int EXIT_BROKEN = 3;
    /** What the database can do at most: the one goal whose probe a quick run has time for. */
    private static final String SHORT = "P9";

    private static final String NAME_TIME = "[:-]";

    /** What is wanted besides the figures. */
    record Wants(boolean goals, boolean markdown, boolean profile, boolean probes) {}

    int run(Choice choice, int products, int subjects) throws IOException, InterruptedException {
        Plan plan = Plan.of(choice.of(Arena.entries()), choice.quick(), products, subjects);
        Progress progress = new Progress(System.err, bar, plan.total());
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Path file = files.results().resolve(start.toString().replaceAll(NAME_TIME, "") + ".jsonl");
        List<String> problems = new ArrayList<>();
        Map<String, Profile> profiles = new LinkedHashMap<>();
        try (Recorder recorder = Recorder.create(info(start, plan), file)) {
            progress.next("filling the catalogue", Duration.ofSeconds(10));
            try (Workshop workshop = Workshop.open(files.root(), files.work());
                    Arena arena = Arena.open(workshop, plan.scale())) {
                Field field = new Field(
                        arena, new Quiet(arena::processes, plan.patience()), progress, recorder, problems::add);
                Benchmark benchmark = new Benchmark(plan, field);
                benchmark.run(probes(workshop, arena, plan.quick()), wants.profile);
                profiles.putAll(benchmark.profiles());
            } finally {
                progress.end();
            }
            return tell(recorder, problems, profiles);
        }
    }

    private List<Probe> probes(Workshop workshop, Arena arena, boolean quick) {
        List<Probe> probes = new ArrayList<>();
        if (wants.probes) {
            probes.add(new IdentityProbe(workshop));
            Probes.all(workshop, arena).stream()
                    .filter(probe -> !quick || probe.goals().contains(SHORT))
                    .forEach(probes::add);
        }
        return probes;
    }

    private RunInfo info(Instant start, Plan plan) {
        return new RunInfo(
                command, start.toString(), Machine.description(), Versions.of(files.root(), commit), plan.toString());
    }

    private int tell(Recorder recorder, List<String> problems, Map<String, Profile> profiles) throws IOException {
        Run run = recorder.run();
        List<Goal> judged = Goals.of(run);
        recorder.goals(judged);
        Report report = new Report(run, System.out);
        report.figures();
        profiles.forEach((server, profile) -> System.out.printf("%s%n%n%s%n", server, profile));
        if (wants.goals) {
            report.goals(judged);
        }
        report.advice();
        if (wants.markdown) {
            System.out.println(Markdown.of(run));
        }
        Map<String, String> flames = new LinkedHashMap<>();
        profiles.forEach((server, profile) -> flames.put(server, profile.flames()));
        Path page = Results.pageOf(recorder.file());
        Page.write(page, run, flames);
        System.out.printf("Every window: %s%nPage: %s%n", recorder.file().normalize(), page.normalize());
        problems.forEach(problem -> System.err.println("bench: not measured: " + problem));
        if (!problems.isEmpty()) {
            return EXIT_BROKEN;
        }
        if (wants.goals && !Caveats.of(run).isEmpty()) {
            return EXIT_BROKEN;
        }
        return wants.goals && judged.stream().anyMatch(Goal::fails) ? EXIT_MISSED : 0;
    }
}
