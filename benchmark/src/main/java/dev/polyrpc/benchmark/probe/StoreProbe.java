package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.GrpcQuestions;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.server.Kind;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.ChildProcess;
import dev.polyrpc.benchmark.stack.Contestant;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** The same server over the database, and over a copy of its products in memory. */
final class StoreProbe implements Probe {
    private static final String DATABASE = "gRPC ladder, mutual TLS";
    private static final String MEMORY = "store-memory";
    private static final int LEARNING_MS = 10_000;
    private static final int LEAD_MS = 300;
    private static final int TURNS = 5;
    private static final int WINDOW_MS = 700;

    private final Workshop workshop;
    private final Arena arena;
    private final Rounds rounds;

    StoreProbe(Workshop workshop, Arena arena, Rounds rounds) {
        this.workshop = workshop;
        this.arena = arena;
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P8");
    }

    @Override
    public boolean wantsContestants() {
        return true;
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("products from the database and from memory, to learn by");
        workshop.copyDatabase(Arena.FILLED, MEMORY);
        try (Contestant get = arena.enter(Entries.of(DATABASE, Work.GET));
                Contestant page = arena.enter(Entries.of(DATABASE, Work.LIST));
                Stack memory = workshop.ladder(MEMORY, Kind.GRPC_MEMORY);
                GrpcClient<?, ?> getFromMemory = client(memory, Work.GET);
                GrpcClient<?, ?> pageFromMemory = client(memory, Work.LIST)) {
            Load gets = load(getFromMemory);
            Load pages = load(pageFromMemory);
            for (Load load : List.of(get.load(), page.load(), gets, pages)) {
                Windows.settle(load, LEARNING_MS);
            }
            progress.accept("products from the database and from memory");
            ChildProcess database = page.servers().get(0);
            List<Figure> figures = rounds.interleaved(
                    TURNS,
                    List.of(
                            () -> reads(get.load()),
                            () -> reads(gets),
                            () -> micros(page.load(), database),
                            () -> micros(pages, memory.process())));
            return List.of(
                    new Reading("P8", "database-reads", "products from the database", "calls/s", figures.get(0)),
                    new Reading("P8", "memory-reads", "the same from memory", "calls/s", figures.get(1)),
                    new Reading("P8", "page-database-us", "a page of 80 from the database, CPU", "us", figures.get(2)),
                    new Reading("P8", "page-memory-us", "the same from memory, CPU", "us", figures.get(3)));
        }
    }

    private GrpcClient<?, ?> client(Stack server, Work work) {
        return new GrpcClient<>(
                server.connect(arena.scale().connections()),
                Callers.nobody(),
                GrpcQuestions.of(work, arena.scale().products()));
    }

    private Load load(GrpcClient<?, ?> client) {
        return new ClosedLoad(client, arena.scale().inFlight());
    }

    private static double reads(Load load) throws IOException, InterruptedException {
        return Windows.of(load, LEAD_MS, WINDOW_MS).perSecond();
    }

    private static double micros(Load load, ChildProcess server) throws IOException, InterruptedException {
        return Windows.of(load, LEAD_MS, WINDOW_MS, server::cpu).cpuMicrosEach();
    }
}
