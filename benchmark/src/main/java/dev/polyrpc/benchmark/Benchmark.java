package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.load.Batch;
import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.UnaryLoad;
import dev.polyrpc.benchmark.measure.Contest;
import dev.polyrpc.benchmark.measure.Machine;
import dev.polyrpc.benchmark.measure.Quiet;
import dev.polyrpc.benchmark.report.Goal;
import dev.polyrpc.benchmark.report.Goals;
import dev.polyrpc.benchmark.report.JsonLines;
import dev.polyrpc.benchmark.report.Progress;
import dev.polyrpc.benchmark.report.Results;
import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.SampleMessages;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Workshop;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** One run from the start of the servers to the report. For use by one thread. */
final class Benchmark {
    private static final String FILLED = "catalogue";

    private final Plan plan;
    private final BenchCommand command;
    private final Progress progress;
    private final PrintStream out;
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    Benchmark(Plan plan, BenchCommand command, Progress progress, PrintStream out) {
        this.plan = plan;
        this.command = command;
        this.progress = progress;
        this.out = out;
    }

    /** About so many steps are told to the progress. */
    static int steps(Plan plan) {
        return 4 + 3 * (2 + plan.rounds());
    }

    int run() throws IOException, InterruptedException {
        Path file = command.root.resolve("run/bench").resolve(start.toString().replace(":", "") + ".jsonl");
        try (Workshop workshop = Workshop.open(command.root, command.work)) {
            fill(workshop);
            progress.step("starting the servers");
            Stack bare = workshop.bare();
            Stack shipped = workshop.product("full stack, as shipped", "shipped", List.of());
            Stack tuned = workshop.product("full stack, tuned flags", "tuned", Workshop.TUNED);
            Results unary = unary(workshop, List.of(bare, shipped, tuned));
            List<Goal> goals = Goals.of(unary, null, new Goals.Names(bare.name(), shipped.name(), tuned.name()));
            report(file, unary, goals);
            return command.goals && goals.stream().anyMatch(goal -> goal.verdict() == Goal.Verdict.MISSED) ? 1 : 0;
        }
    }

    private void fill(Workshop workshop) throws IOException, InterruptedException {
        progress.step("certificates, token service, catalogue");
        try (Stack filling = workshop.product("filling", FILLED, Workshop.TUNED);
                Connections connections = filling.connect(plan.connections())) {
            Batch.run(
                    connections,
                    Callers.of(List.of(workshop.tokens().writer())),
                    ProductMgmtServiceGrpc.getCreateProductMethod(),
                    plan.products(),
                    n -> CreateProductRequest.newBuilder()
                            .setProduct(SampleMessages.product(n))
                            .setRequestId(UUID.randomUUID().toString())
                            .build(),
                    n -> {});
        }
        workshop.copyDatabase(FILLED, "shipped");
        workshop.copyDatabase(FILLED, "tuned");
    }

    private Results unary(Workshop workshop, List<Stack> stacks) throws IOException, InterruptedException {
        progress.chapter("GetProduct");
        List<GetProductRequest> requests = IntStream.range(0, plan.products())
                .mapToObj(n -> GetProductRequest.newBuilder()
                        .setProductId(SampleMessages.productId(n))
                        .build())
                .toList();
        Callers readers = Callers.of(workshop.tokens().readers(plan.subjects()));
        Quiet quiet = new Quiet(workshop.processes(), plan.patience());
        try (Contest contest = new Contest(quiet, progress::step)) {
            for (Stack stack : stacks) {
                contest.add(
                        stack,
                        new UnaryLoad(
                                stack.connect(plan.connections()),
                                stack.full() ? readers : Callers.nobody(),
                                requests,
                                plan.inFlight()));
            }
            contest.warmUp(plan.warmUp());
            return Results.of("GetProduct", "calls", contest.run(plan.rounds(), plan.window()));
        }
    }

    private void report(Path file, Results unary, List<Goal> goals) throws IOException {
        progress.end();
        out.printf("%s   %s%n%s%n%n", command.line(), start, Machine.description());
        out.println(unary.table());
        if (command.goals) {
            out.println(Goals.table(goals));
        }
        try (JsonLines json = new JsonLines(file)) {
            json.run(Map.of("command", command.line(), "time", start.toString(), "machine", Machine.description()));
            json.results(unary);
            json.goals(goals);
        }
        out.printf("Each window: %s%n", file);
    }
}
