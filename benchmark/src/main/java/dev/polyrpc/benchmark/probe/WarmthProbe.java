package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.GrpcQuestions;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Scale;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import dev.polyrpc.kit.process.Closers;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** How fast product management is two seconds after its first call, compared with what it comes to: each time a new process. */
final class WarmthProbe implements Probe {
    private static final String NAME = "warmth";
    private static final int TURNS = 3;
    private static final int EARLY_MS = 2_000;
    private static final int WINDOW_MS = 500;
    private static final int STEADY_MS = 18_000; // by when what ships is steady
    private static final int STEADY_TURNS = 3;

    private final Workshop workshop;
    private final Scale scale;
    private final Rounds rounds;

    WarmthProbe(Workshop workshop, Arena arena, Rounds rounds) {
        this.workshop = workshop;
        this.scale = arena.scale();
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P14");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        Young young = new Young(workshop.tokens().readers(scale.subjects()));
        progress.accept("processes two seconds old");
        Figure early = rounds.of(TURNS, young);
        progress.accept("one that has warmed up");
        Figure late = young.steady();
        return List.of(
                new Reading("P14", "after-2s", "calls/s after 2 s of load on a new process", "calls/s", early),
                new Reading("P14", "after-18s", "calls/s after 18 s", "calls/s", late),
                new Reading("P14", "after-2s-ratio", "of those to these", "", early.to(late)));
    }

    /** A new process each time; it ends when it has been looked whether others disturbed, or its CPU time would be theirs. */
    private final class Young implements Rounds.Round {
        private final List<String> tokens;
        private final Closers closers = new Closers();

        Young(List<String> tokens) {
            this.tokens = tokens;
        }

        @Override
        public double run() throws IOException, InterruptedException {
            return Windows.of(started(), EARLY_MS, WINDOW_MS).perSecond();
        }

        Figure steady() throws IOException, InterruptedException {
            try {
                Load load = started();
                Windows.of(load, 0, STEADY_MS);
                return rounds.of(
                        STEADY_TURNS, () -> Windows.of(load, 0, WINDOW_MS).perSecond());
            } finally {
                close();
            }
        }

        @Override
        public void close() {
            closers.close();
        }

        private Load started() throws IOException, InterruptedException {
            workshop.copyDatabase(Arena.FILLED, NAME);
            Stack product = workshop.product(NAME, List.of());
            closers.push(product::close);
            GrpcClient<?, ?> client = new GrpcClient<>(
                    product.connect(scale.connections()),
                    Callers.of(tokens),
                    GrpcQuestions.of(Work.GET, scale.products()));
            closers.push(client::close);
            return new ClosedLoad(client, scale.inFlight());
        }
    }
}
