package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.SlowWatcher;
import dev.polyrpc.benchmark.load.WatchLoad;
import dev.polyrpc.benchmark.measure.Vitals;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Catalogue;
import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What the server's heap holds for each reader of events that is a hundred times slower than one that reads all it can.
 * Netty's direct memory is not counted: its size says what was once in use.
 */
final class SlowReaderProbe implements Probe {
    private static final String NAME = "slow-readers";
    private static final int READERS = 10;
    private static final int TOO_SLOW = 100;
    private static final int ROUNDS = 3;
    private static final int TURNS_PER_SECOND = 20;
    private static final int EVENTS_MEANWHILE = 2_000;
    private static final long WINDOW_MS = 1_000;
    private static final double MIB = 1 << 20;

    private final Workshop workshop;
    private final Arena arena;
    private final Rounds rounds;

    SlowReaderProbe(Workshop workshop, Arena arena, Rounds rounds) {
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
        progress.accept("readers that are %d times too slow".formatted(TOO_SLOW));
        workshop.copyDatabase(Arena.FILLED, NAME);
        Callers readers = Callers.of(workshop.tokens().readers(READERS));
        try (Stack product = workshop.product(NAME, List.of());
                Connections connections = product.connect(arena.scale().connections());
                Vitals vitals = Vitals.of(product.process().pid())) {
            Catalogue catalogue = new Catalogue(
                    connections, workshop.tokens().writer(), arena.scale().products());
            WatchLoad all = new WatchLoad(connections, readers, 0, catalogue.newest());
            double each = Windows.of(all, WINDOW_MS, WINDOW_MS).perSecond() / connections.count();
            int atOnce = Math.max(1, (int) each / TOO_SLOW / TURNS_PER_SECOND);
            return List.of(new Reading(
                    "P11",
                    "slow-reader-mib",
                    "live heap, no direct memory, for a reader 100 times too slow",
                    "MiB",
                    rounds.of(ROUNDS, () -> held(vitals, catalogue, connections, readers, atOnce))));
        }
    }

    private static double held(Vitals vitals, Catalogue catalogue, Connections connections, Callers callers, int atOnce)
            throws IOException, InterruptedException {
        catalogue.adjust(EVENTS_MEANWHILE);
        vitals.liveHeap(); // what waits to be cleaned up goes by this one, and is gone by the next
        long before = vitals.liveHeap();
        List<SlowWatcher> slow = IntStream.range(0, READERS)
                .mapToObj(number -> SlowWatcher.start(connections, callers, number))
                .toList();
        slow.forEach(SlowWatcher::awaitAccepted);
        ScheduledExecutorService reading = Executors.newSingleThreadScheduledExecutor();
        try {
            ScheduledFuture<?> unused = reading.scheduleAtFixedRate(
                    () -> slow.forEach(reader -> reader.read(atOnce)),
                    0,
                    TimeUnit.SECONDS.toMillis(1) / TURNS_PER_SECOND,
                    TimeUnit.MILLISECONDS);
            catalogue.adjust(EVENTS_MEANWHILE); // life goes on meanwhile
            return (vitals.liveHeap() - before) / MIB / READERS;
        } finally {
            reading.shutdownNow();
            slow.forEach(SlowWatcher::close);
        }
    }
}
