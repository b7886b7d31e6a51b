package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.OpenLoad;
import dev.polyrpc.benchmark.load.Question;
import dev.polyrpc.benchmark.load.Tally;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.ChildProcess;
import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.Contestant;
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
    private static final int LEARNING_MS = 15_000;
    private static final String SERVER = "gRPC";
    private static final int LEARNERS = 8;
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
    public boolean wantsContestants() {
        return true;
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("gets and a handler that waits, to learn by");
        try (Contestant gets = arena.enter(Entries.of(SERVER, Work.GET));
                GrpcClient<?, ?> waiting = waiting(gets.servers().get(0))) {
            Windows.settle(gets.load(), LEARNING_MS);
            Windows.settle(new ClosedLoad(waiting, LEARNERS), LEARNING_MS);
            Load load = gets.open(PER_SECOND);
            Load beside = new OpenLoad(waiting, WAITING_PER_SECOND);
            progress.accept("gets beside a handler that waits");
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

    private GrpcClient<?, ?> waiting(ChildProcess product) throws IOException {
        var events = ListInventoryEventsRequest.newBuilder().setPageSize(PAGE).build();
        return new GrpcClient<>(
                Connections.mutualTls(product.port("grpc"), "product-mgmt", 1, workshop.certificates()),
                Callers.of(workshop.tokens().writers(arena.scale().subjects())),
                new Question<>(ProductMgmtServiceGrpc.getListInventoryEventsMethod(), random -> events));
    }
}
