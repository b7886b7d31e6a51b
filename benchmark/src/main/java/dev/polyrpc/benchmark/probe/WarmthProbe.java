package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.GrpcQuestions;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Scale;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** How fast product management is two seconds after its first call, compared with what it comes to: each time a new process. */
final class WarmthProbe implements Probe {
    private static final String NAME = "warmth";
    private static final int TURNS = 3;
    private static final int EARLY_MS = 2_000;
    private static final int WINDOW_MS = 500;
    private static final int LATE_MS = 18_000 - EARLY_MS - WINDOW_MS; // what ships is steady from 18 s on at the latest

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
        progress.accept("a process two seconds old, and older");
        List<String> tokens = workshop.tokens().readers(scale.subjects());
        return List.of(new Reading(
                "P14",
                "after-2s-ratio",
                "calls/s after 2 s of load on a new process, to those after 18 s",
                "",
                rounds.of(TURNS, () -> ratio(tokens))));
    }

    private double ratio(List<String> tokens) throws IOException, InterruptedException {
        workshop.copyDatabase(Arena.FILLED, NAME);
        try (Stack product = workshop.product(NAME, List.of());
                GrpcClient<?, ?> client = new GrpcClient<>(
                        product.connect(scale.connections()),
                        Callers.of(tokens),
                        GrpcQuestions.of(Work.GET, scale.products()))) {
            Load load = new ClosedLoad(client, scale.inFlight());
            double early = Windows.of(load, EARLY_MS, WINDOW_MS).perSecond();
            return early / Windows.of(load, LATE_MS, 4L * WINDOW_MS).perSecond();
        }
    }
}
