package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.GrpcQuestions;
import dev.polyrpc.benchmark.load.IdleConnection;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.measure.Machine;
import dev.polyrpc.benchmark.measure.Vitals;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Scale;
import dev.polyrpc.benchmark.stack.Sockets;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** What ten thousand connections that make no call cost product management: memory, and calls of others. */
final class ConnectionsProbe implements Probe {
    private static final String NAME = "connections";
    private static final int IDLE = 10_000;
    private static final int TURNS = 3;
    private static final int LEARNING_MS = 15_000;
    private static final int LEAD_MS = 300;
    private static final int WINDOW_MS = 1_000;

    /** All of the heap is resident from the start, so that what comes to that is outside of it. */
    private static final List<String> FLAGS = List.of("-XX:+UseParallelGC", "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");

    private final Workshop workshop;
    private final Scale scale;
    private final Rounds rounds;

    ConnectionsProbe(Workshop workshop, Arena arena, Rounds rounds) {
        this.workshop = workshop;
        this.scale = arena.scale();
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P13");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        workshop.copyDatabase(Arena.FILLED, NAME);
        try (Stack product = workshop.product(NAME, FLAGS);
                Vitals vitals = Vitals.of(product.process().pid());
                GrpcClient<?, ?> client = new GrpcClient<>(
                        product.connect(scale.connections()),
                        Callers.of(workshop.tokens().readers(scale.subjects())),
                        GrpcQuestions.of(Work.GET, scale.products()))) {
            Load load = new ClosedLoad(client, scale.inFlight());
            progress.accept("calls without others connected");
            Windows.settle(load, LEARNING_MS);
            Figure alone = rounds.of(TURNS, () -> perSecond(load));
            long before = bytes(product, vitals);
            progress.accept("%,d connections with mutual TLS".formatted(IDLE));
            try (Sockets sockets = Sockets.http2(product.process().port("grpc"), workshop.certificates())) {
                sockets.open(IDLE, IdleConnection::new);
                double each = (bytes(product, vitals) - before) / 1e3 / IDLE;
                progress.accept("calls beside them");
                Figure beside = rounds.of(TURNS, () -> perSecond(load));
                return List.of(
                        new Reading("P13", "calls-alone", "calls over few connections", "calls/s", alone),
                        new Reading("P13", "calls-beside", "the same beside 10,000 idle ones", "calls/s", beside),
                        new Reading("P13", "connections-ratio", "of these to those", "", beside.to(alone)),
                        new Reading(
                                "P13",
                                "idle-connection-kb",
                                "an idle connection, on and off the heap",
                                "kB",
                                Figure.of(each)));
            }
        }
    }

    /** What lives on the heap, and all that is resident beside it. */
    private static long bytes(Stack product, Vitals vitals) throws IOException {
        return vitals.liveHeap() + Machine.residentBytes(product.process().pid());
    }

    private static double perSecond(Load load) throws IOException, InterruptedException {
        return Windows.of(load, LEAD_MS, WINDOW_MS).perSecond();
    }
}
