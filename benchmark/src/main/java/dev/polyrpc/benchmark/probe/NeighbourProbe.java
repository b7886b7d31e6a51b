package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.GrpcQuestions;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.OpenLoad;
import dev.polyrpc.benchmark.load.Question;
import dev.polyrpc.benchmark.load.Tally;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** What callers of a method that never waits notice of others whose method waits for the database. */
final class NeighbourProbe implements Probe {
    private static final int LEARNING_MS = 4_000;
    private static final int PER_SECOND = 2_000;
    private static final int WAITING_PER_SECOND = 100;
    private static final int PAGE = 100;
    private static final int TURNS = 5;
    private static final int PIECES = 6;
    private static final int PIECE_MS = 300;
    private static final int LATE = 99;

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
                    "p99 of 2,000 gets/s beside 100 pages of events/s, to that without",
                    "",
                    rounds.of(TURNS, () -> ratio(load, beside))));
        }
    }

    /** Of both, short pieces in turn: what comes by chance meets either. */
    private static double ratio(Load load, Load beside) throws IOException, InterruptedException {
        Histogram alone = Tally.histogram();
        Histogram disturbed = Tally.histogram();
        for (int piece = 0; piece < PIECES; piece++) {
            alone.add(Windows.of(load, 0, PIECE_MS).tally().latencies());
            var unused = beside.begin();
            disturbed.add(Windows.of(load, 0, PIECE_MS).tally().latencies());
            beside.end();
        }
        return (double) disturbed.getValueAtPercentile(LATE) / alone.getValueAtPercentile(LATE);
    }

    private GrpcClient<?, ?> client(Stack product, Question<?, ?> question) throws IOException {
        return new GrpcClient<>(
                product.connect(1),
                Callers.of(workshop.tokens().writers(arena.scale().subjects())),
                question);
    }
}
