package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.GrpcQuestions;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.OpenLoad;
import dev.polyrpc.benchmark.load.Question;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** What callers of a method that never waits notice of others whose method waits for the database. */
final class NeighbourProbe implements Probe {
    private static final int LEARNING_MS = 4_000;
    private static final int PER_SECOND = 1_000;
    private static final int WAITING_PER_SECOND = 100;
    private static final int PAGE = 100;
    private static final int TURNS = 9;
    private static final int WINDOW_MS = 3_000;

    private final Workshop workshop;
    private final Arena arena;
    private final Rounds rounds;

    NeighbourProbe(Workshop workshop, Arena arena, Rounds rounds) {
        this.workshop = workshop;
        this.arena = arena;
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P18");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        var events = ListInventoryEventsRequest.newBuilder().setPageSize(PAGE).build();
        var question = new Question<>(ProductMgmtServiceGrpc.getListInventoryEventsMethod(), random -> events);
        progress.accept("gets beside a handler that waits");
        workshop.copyDatabase(Arena.FILLED, "neighbours");
        try (Stack product = workshop.product("neighbours", List.of());
                GrpcClient<?, ?> gets =
                        client(product, GrpcQuestions.of(Work.GET, arena.scale().products()));
                GrpcClient<?, ?> waiting = client(product, question)) {
            Load load = new OpenLoad(gets, PER_SECOND);
            Load beside = new OpenLoad(waiting, WAITING_PER_SECOND);
            var unused = beside.begin();
            Windows.of(load, 0, LEARNING_MS);
            beside.end();
            return List.of(new Reading(
                    "P18",
                    "neighbours-p99-ratio",
                    "p99 of 1,000 gets/s beside 100 pages of events/s, to that without",
                    "",
                    rounds.of(TURNS, () -> ratio(load, beside))));
        }
    }

    private static double ratio(Load load, Load beside) throws IOException, InterruptedException {
        double alone = Windows.of(load, 0, WINDOW_MS).p99();
        var unused = beside.begin();
        double disturbed = Windows.of(load, 0, WINDOW_MS).p99();
        beside.end();
        return disturbed / alone;
    }

    private GrpcClient<?, ?> client(Stack product, Question<?, ?> question) throws IOException {
        return new GrpcClient<>(
                product.connect(1),
                Callers.of(workshop.tokens().writers(arena.scale().subjects())),
                question);
    }
}
