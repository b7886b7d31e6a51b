package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.RequestIds;
import dev.polyrpc.benchmark.server.Domain;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.SampleMessages;
import dev.polyrpc.benchmark.stack.Workshop;
import dev.polyrpc.product.domain.RequestKey;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What product management's own store does with changes of stock when no wire is in between: the same tables, with their
 * indexes, the history and the request ids, and as many changes under way.
 */
final class StoreWriteProbe implements Probe {
    private static final String NAME = "store-writes";

    private final Workshop workshop;
    private final Arena arena;
    private final Rounds rounds;

    StoreWriteProbe(Workshop workshop, Arena arena, Rounds rounds) {
        this.workshop = workshop;
        this.arena = arena;
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P9");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        int changes = quick ? 10_000 : 30_000;
        progress.accept("changes of stock, no wire");
        workshop.copyDatabase(Arena.FILLED, NAME);
        try (Domain domain = Domain.open(workshop.folder().resolve(NAME + ".db"))) {
            Changes writing =
                    new Changes(domain, arena.scale().products(), arena.scale().inFlight());
            return List.of(new Reading(
                    "P9",
                    "store-alone",
                    "the service's own store, no wire, 64 under way",
                    "changes/s",
                    rounds.of(quick ? 2 : 5, () -> writing.perSecond(changes))));
        }
    }

    private static final class Changes {
        private final Domain domain;
        private final int products;
        private final int inFlight;
        private final SplittableRandom random = new SplittableRandom(42);

        Changes(Domain domain, int products, int inFlight) {
            this.domain = domain;
            this.products = products;
            this.inFlight = inFlight;
        }

        double perSecond(int changes) throws IOException, InterruptedException {
            Semaphore free = new Semaphore(inFlight);
            AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
            long start = System.nanoTime();
            for (int n = 0; n < changes; n++) {
                free.acquire();
                var unused = domain.inventory()
                        .adjust(SampleMessages.productId(random.nextInt(products)), 1, key())
                        .whenComplete((changed, problem) -> {
                            failure.compareAndSet(null, problem);
                            free.release();
                        });
            }
            free.acquire(inFlight);
            long nanos = System.nanoTime() - start;
            if (failure.get() != null) {
                throw new IOException(failure.get());
            }
            return changes * 1e9 / nanos;
        }

        private RequestKey key() {
            return new RequestKey("subject-%04d".formatted(random.nextInt(1_000)), RequestIds.next());
        }
    }
}
