package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.goal.Servers;
import dev.polyrpc.benchmark.probe.Probe;
import dev.polyrpc.benchmark.report.Profile;
import dev.polyrpc.benchmark.section.Field;
import dev.polyrpc.benchmark.section.ForkSection;
import dev.polyrpc.benchmark.section.WorkSection;
import dev.polyrpc.benchmark.stack.Contestant;
import dev.polyrpc.benchmark.stack.Entry;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run, part after part: a part that breaks is told, and the others go on. For use by one thread. */
final class Benchmark {
    private final Plan plan;
    private final Field field;
    private final Map<String, Profile> profiles = new LinkedHashMap<>();
    private final Set<String> warm = new HashSet<>();

    /** Something that takes a while. */
    private interface Part {
        void run() throws IOException, InterruptedException;
    }

    Benchmark(Plan plan, Field field) {
        this.plan = plan;
        this.field = field;
    }

    /** Measures, and records where the time of the shipped servers goes while they are warm, where wanted. */
    void run(List<Probe> probes, boolean profile) throws InterruptedException {
        for (Work work : Work.values()) {
            List<Entry> entries = plan.entries().stream()
                    .filter(entry -> entry.work() == work)
                    .toList();
            if (!entries.isEmpty()) {
                part(work.toString(), () -> section(work).run(field, entries, plan.warmUp(), warm));
            }
        }
        if (profile) {
            profile();
        }
        for (Probe probe : probes) {
            if (probe.wantsContestants()) {
                probe(probe);
            }
        }
        plan.entries().stream().map(Entry::server).distinct().forEach(field.arena()::retire);
        List<Entry> forked = plan.entries().stream().filter(Benchmark::isForked).toList();
        if (plan.forks() > 0 && !forked.isEmpty()) {
            part("new processes", () -> new ForkSection(plan.forks(), plan.window(), plan.warmUp()).run(field, forked));
            forked.forEach(entry -> field.arena().retire(entry.server()));
        }
        for (Probe probe : probes) {
            if (!probe.wantsContestants()) {
                probe(probe);
            }
        }
    }

    private void probe(Probe probe) throws InterruptedException {
        String name = "probe " + String.join(", ", probe.goals());
        part(
                name,
                () -> probe.measure(plan.quick(), step -> field.steps().next(name + ": " + step, Duration.ZERO))
                        .forEach(field.recorder()::reading));
    }

    /** Whether it decides one of the most important goals. */
    static boolean isForked(Entry entry) {
        return entry.work() == Work.GET && Servers.OF_RECORD.contains(entry.server());
    }

    /** Where the time of the servers goes that ship, by their names; empty where that was not wanted. */
    Map<String, Profile> profiles() {
        return profiles;
    }

    private void profile() throws InterruptedException {
        for (Entry entry : plan.entries()) {
            if (entry.role() == Role.SHIPPED
                    && entry.work() == Work.GET
                    && !entry.server().equals(Servers.TUNED)) {
                part("profile " + entry.server(), () -> profiles.put(entry.server(), profile(entry)));
            }
        }
    }

    private Profile profile(Entry entry) throws IOException, InterruptedException {
        Duration known = plan.warmUp().known(entry);
        field.steps().next("%s, profile".formatted(entry.server()), known.plus(plan.profile()));
        try (Contestant contestant = field.arena().enter(entry)) {
            return Profile.of(contestant.servers().get(0), contestant.load(), known, plan.profile());
        }
    }

    private WorkSection section(Work work) {
        boolean open = plan.open().contains(work);
        return new WorkSection(
                plan.rounds(), plan.window(), open ? plan.rates() : List.of(), plan.half(work), Plan.OPEN_WARM_UP);
    }

    private void part(String name, Part part) throws InterruptedException {
        long start = System.nanoTime();
        try {
            part.run();
        } catch (IOException | RuntimeException e) {
            field.problems().accept("%s: %s".formatted(name, e));
        }
        field.recorder().part(name, (System.nanoTime() - start) / 1e9);
    }
}
