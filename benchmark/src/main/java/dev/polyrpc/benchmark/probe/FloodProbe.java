package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.GrpcQuestions;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.OpenLoad;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.stack.Catalogue;
import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What callers whose tokens are known notice while ten thousand others come each second for the first time. */
final class FloodProbe implements Probe {
    private static final int PRODUCTS = 100;
    private static final int KNOWN = 100;
    private static final int KNOWN_PER_SECOND = 1_000;
    private static final int NEW_PER_SECOND = 10_000;
    private static final long WINDOW_MS = 1_000; // in which no token comes twice
    private static final int LEARNING_MS = 6_000;
    private static final int TURNS = 4;

    private final Workshop workshop;
    private final Rounds rounds;

    FloodProbe(Workshop workshop, Rounds rounds) {
        this.workshop = workshop;
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P6");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        try (Stack product = workshop.product("flood", List.of())) {
            try (Connections connections = product.connect(1)) {
                new Catalogue(connections, workshop.tokens().writer(), PRODUCTS).create();
            }
            try (GrpcClient<?, ?> known = client(product, workshop.tokens().readers(KNOWN))) {
                progress.accept("known callers, to learn by");
                Windows.of(new ClosedLoad(known, KNOWN), 0, LEARNING_MS);
                Load load = new OpenLoad(known, KNOWN_PER_SECOND);
                progress.accept("%,d new tokens/s, each signed before".formatted(NEW_PER_SECOND));
                AtomicLong refused = new AtomicLong();
                beside(product, load, refused);
                refused.set(0);
                List<Figure> figures =
                        rounds.interleaved(TURNS, List.of(() -> p99(load), () -> beside(product, load, refused)));
                double share = refused.get() / (double) ((TURNS + 1) * NEW_PER_SECOND * WINDOW_MS / 1_000);
                return List.of(
                        new Reading("P6", "p99-quiet", "p99 of known callers at 1,000 calls/s", "us", figures.get(0)),
                        new Reading("P6", "p99-flood", "the same beside 10,000 new tokens/s", "us", figures.get(1)),
                        new Reading("P6", "refused", "of these, refused for want of room", "", Figure.of(share)));
            }
        }
    }

    /** New tokens that the server refuses for want of room are served well enough here: who is known shall not notice. */
    private double beside(Stack product, Load load, AtomicLong refused) throws IOException, InterruptedException {
        List<String> tokens = workshop.tokens().readers(NEW_PER_SECOND);
        try (Refusals fresh = new Refusals(client(product, tokens))) {
            OpenLoad flood = new OpenLoad(fresh, NEW_PER_SECOND);
            var unused = flood.begin();
            double p99 = p99(load);
            flood.end();
            refused.addAndGet(fresh.count());
            return p99;
        }
    }

    /** Each token in its turn, so that none comes twice while there are others. */
    private static GrpcClient<?, ?> client(Stack product, List<String> tokens) {
        AtomicInteger turn = new AtomicInteger();
        return new GrpcClient<>(
                product.connect(2), Callers.of(tokens), GrpcQuestions.of(Work.GET, PRODUCTS), turn::getAndIncrement);
    }

    private static double p99(Load load) throws IOException, InterruptedException {
        return Windows.of(load, 0, WINDOW_MS).p99();
    }
}
