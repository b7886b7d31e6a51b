package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.GrpcQuestions;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.server.Kind;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** The same server over the database, and over a copy of its products in memory. */
final class StoreProbe implements Probe {
    private static final int LEARNING_MS = 3_000;
    private static final int LEAD_MS = 300;
    private static final int TURNS = 7;
    private static final int WINDOW_MS = 2_000;

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
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("products from the database and from memory");
        try (Stack database = start("store-database", Kind.GRPC);
                Stack memory = start("store-memory", Kind.GRPC_MEMORY);
                GrpcClient<?, ?> get = client(database, Work.GET);
                GrpcClient<?, ?> getFromMemory = client(memory, Work.GET);
                GrpcClient<?, ?> page = client(database, Work.LIST);
                GrpcClient<?, ?> pageFromMemory = client(memory, Work.LIST)) {
            for (GrpcClient<?, ?> client : List.of(get, getFromMemory, page, pageFromMemory)) {
                Windows.of(load(client), 0, LEARNING_MS);
            }
            List<Figure> figures = rounds.interleaved(
                    TURNS,
                    List.of(
                            () -> reads(get),
                            () -> reads(getFromMemory),
                            () -> micros(page, database),
                            () -> micros(pageFromMemory, memory)));
            return List.of(
                    new Reading("P8", "database-reads", "products from the database", "calls/s", figures.get(0)),
                    new Reading("P8", "memory-reads", "the same from memory", "calls/s", figures.get(1)),
                    new Reading("P8", "page-database-us", "a page of 80 from the database, CPU", "us", figures.get(2)),
                    new Reading("P8", "page-memory-us", "the same from memory, CPU", "us", figures.get(3)));
        }
    }

    private Stack start(String name, Kind kind) throws IOException, InterruptedException {
        workshop.copyDatabase(Arena.FILLED, name);
        return workshop.ladder(name, kind);
    }

    private GrpcClient<?, ?> client(Stack server, Work work) {
        return new GrpcClient<>(
                server.connect(arena.scale().connections()),
                Callers.nobody(),
                GrpcQuestions.of(work, arena.scale().products()));
    }

    private ClosedLoad load(GrpcClient<?, ?> client) {
        return new ClosedLoad(client, arena.scale().inFlight());
    }

    private double reads(GrpcClient<?, ?> client) throws IOException, InterruptedException {
        return Windows.of(load(client), LEAD_MS, WINDOW_MS).perSecond();
    }

    private double micros(GrpcClient<?, ?> client, Stack server) throws IOException, InterruptedException {
        return Windows.of(load(client), LEAD_MS, WINDOW_MS, server.process()::cpu)
                .cpuMicrosEach();
    }
}
