package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.identity.IdentityCosts;
import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.UnaryLoad;
import dev.polyrpc.benchmark.load.WatchLoad;
import dev.polyrpc.benchmark.measure.Contest;
import dev.polyrpc.benchmark.measure.Quiet;
import dev.polyrpc.benchmark.report.Goal;
import dev.polyrpc.benchmark.report.Goals;
import dev.polyrpc.benchmark.report.Profile;
import dev.polyrpc.benchmark.report.Progress;
import dev.polyrpc.benchmark.report.Results;
import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.util.List;

/** One run, from the start of the servers to what came out. For use by one thread. */
final class Benchmark {
    private static final Goals.Names NAMES = new Goals.Names(
            "bare grpc-java, tuned",
            "full stack, as shipped",
            "full stack, tuned flags",
            "full stack, events in memory");
    private static final String TABLE = "full stack, events from the table";
    private static final String FILLED = "catalogue";
    /** A feed keeps a few more than these in memory. */
    private static final int IN_MEMORY = 8_000;

    private final Plan plan;
    private final Workshop workshop;
    private final Progress progress;
    private final Quiet quiet;
    private final Stack bare;
    private final Stack shipped;
    private final Stack tuned;

    /** What a run found. */
    record Outcome(Results unary, Results streams, List<Goal> goals) {}

    private Benchmark(Plan plan, Workshop workshop, Progress progress) throws IOException, InterruptedException {
        this.plan = plan;
        this.workshop = workshop;
        this.progress = progress;
        progress.step("filling the catalogue: %,d products, %,d events".formatted(plan.products(), plan.events()));
        fill();
        progress.step("starting the servers");
        bare = workshop.bare();
        shipped = workshop.product("shipped", List.of());
        tuned = workshop.product("tuned", Workshop.TUNED);
        quiet = new Quiet(workshop.processes(), plan.patience());
    }

    /** Starts the servers. */
    static Benchmark start(Plan plan, Workshop workshop, Progress progress) throws IOException, InterruptedException {
        return new Benchmark(plan, workshop, progress);
    }

    /** About so many steps are told to the progress. */
    static int steps(Plan plan) {
        return 8 + 2 * 3 * (2 + plan.rounds());
    }

    /** Measures. */
    Outcome run() throws IOException, InterruptedException {
        Results unary = unary();
        Results streams = streams();
        return new Outcome(unary, streams, Goals.of(unary, streams, NAMES));
    }

    /** Where the server's time goes while products are read. */
    Profile profile() throws IOException, InterruptedException {
        progress.step("profile");
        try (Connections connections = shipped.connect(plan.connections())) {
            return Profile.of(
                    shipped.process(),
                    new UnaryLoad(connections, readers(), Catalogue.requests(plan.products()), plan.inFlight()),
                    plan.warmUp());
        }
    }

    /** What it costs to know who calls. */
    IdentityCosts identity(boolean quick) throws IOException {
        progress.chapter("identity");
        return IdentityCosts.measure(workshop, shipped, quick, progress::step);
    }

    private void fill() throws IOException, InterruptedException {
        try (Stack filling = workshop.product(FILLED, Workshop.TUNED);
                Connections connections = filling.connect(plan.connections())) {
            Catalogue catalogue = new Catalogue(connections, workshop.tokens().writer(), plan.products());
            catalogue.create();
            catalogue.adjust(plan.events());
        }
        workshop.copyDatabase(FILLED, "shipped");
        workshop.copyDatabase(FILLED, "tuned");
    }

    private Results unary() throws IOException, InterruptedException {
        progress.chapter("GetProduct");
        var requests = Catalogue.requests(plan.products());
        try (Contest contest = new Contest(quiet, progress::step);
                Connections toBare = bare.connect(plan.connections());
                Connections toShipped = shipped.connect(plan.connections());
                Connections toTuned = tuned.connect(plan.connections())) {
            Callers readers = readers();
            contest.add(NAMES.bare(), bare, new UnaryLoad(toBare, Callers.nobody(), requests, plan.inFlight()))
                    .add(NAMES.shipped(), shipped, new UnaryLoad(toShipped, readers, requests, plan.inFlight()))
                    .add(NAMES.tuned(), tuned, new UnaryLoad(toTuned, readers, requests, plan.inFlight()));
            contest.warmUp(plan.warmUp());
            return new Results("GetProduct", "calls", contest.run(plan.rounds(), plan.window()));
        }
    }

    private Results streams() throws IOException, InterruptedException {
        progress.chapter("WatchInventory");
        try (Contest contest = new Contest(quiet, progress::step);
                Connections toBare = bare.connect(plan.connections());
                Connections toShipped = shipped.connect(plan.connections())) {
            Catalogue catalogue = new Catalogue(toShipped, workshop.tokens().writer(), plan.products());
            long inTable = catalogue.newest();
            catalogue.adjust(IN_MEMORY);
            long newest = catalogue.newest();
            Callers readers = readers();
            contest.add(NAMES.bare(), bare, new WatchLoad(toBare, Callers.nobody(), 0, Long.MAX_VALUE))
                    .add(NAMES.live(), shipped, new WatchLoad(toShipped, readers, newest - IN_MEMORY, newest))
                    .add(TABLE, shipped, new WatchLoad(toShipped, readers, 0, inTable));
            contest.warmUp(plan.streamWarmUp());
            return new Results("WatchInventory", "messages", contest.run(plan.rounds(), plan.window()));
        }
    }

    private Callers readers() throws IOException {
        return Callers.of(workshop.tokens().readers(plan.subjects()));
    }
}
