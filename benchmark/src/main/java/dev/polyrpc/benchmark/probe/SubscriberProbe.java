package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.SubscriberLoad;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** How many events a second reach a thousand who watch all stock while it changes. */
final class SubscriberProbe implements Probe {
    private static final String NAME = "subscribers";
    private static final int SUBSCRIBERS = 1_000;
    private static final int UNDER_WAY = 64;
    private static final int TURNS = 3;
    private static final int LEARNING_MS = 8_000;
    private static final int WINDOW_MS = 2_000;

    private final Workshop workshop;
    private final Arena arena;
    private final Rounds rounds;

    SubscriberProbe(Workshop workshop, Arena arena, Rounds rounds) {
        this.workshop = workshop;
        this.arena = arena;
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P11");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("%,d who watch".formatted(SUBSCRIBERS));
        workshop.copyDatabase(Arena.FILLED, NAME);
        try (Stack product = workshop.product(NAME, List.of());
                Connections connections = product.connect(arena.scale().connections())) {
            Load load = new SubscriberLoad(
                    connections,
                    Callers.of(workshop.tokens().writers(arena.scale().subjects())),
                    SUBSCRIBERS,
                    UNDER_WAY,
                    arena.scale().products());
            var failure = load.begin().toCompletableFuture(); // once: to cancel watches by the thousand is a flood
            try {
                Windows.Looked server = product.process()::cpu;
                Windows.ofRunning(load, failure, LEARNING_MS, server);
                Figure deliveries = rounds.of(
                        TURNS,
                        () -> Windows.ofRunning(load, failure, WINDOW_MS, server)
                                .perSecond());
                return List.of(new Reading(
                        "P11", "deliveries", "events delivered to 1,000 who watch", "events/s", deliveries));
            } finally {
                load.end();
            }
        }
    }
}
