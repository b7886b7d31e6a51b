package dev.polyrpc.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.GrpcQuestions;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.SlowWatcher;
import dev.polyrpc.benchmark.load.WatchLoad;
import dev.polyrpc.benchmark.measure.Vitals;
import dev.polyrpc.benchmark.stack.Catalogue;
import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that are too slow cost the server next to nothing, and nobody else anything. Prints its samples. */
class BackpressureIT {
    private static final int PAIRS = 9;
    private static final long MIB = 1 << 20;
    private static final int PRODUCTS = 200;
    /** Ten times and more than what would fit into a mebibyte. */
    private static final int EVENTS = 40_000;

    private static final int WINDOW = 1 << 16;

    @TempDir
    private static Path folder;

    private static Workshop workshop;
    private static Stack product;
    private static Connections connections;
    private static Catalogue catalogue;
    private static Callers readers;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        workshop = Workshop.open(Path.of(".."), folder.resolve("work"));
        product = workshop.product("product", List.of("-XX:+UseSerialGC", "-Xmx256m"));
        connections = product.connect(2);
        catalogue = new Catalogue(connections, workshop.tokens().writer(), PRODUCTS);
        catalogue.create();
        catalogue.adjust(EVENTS);
        readers = Callers.of(workshop.tokens().readers(20));
    }

    @AfterAll
    static void stop() {
        connections.close();
        workshop.close();
    }

    @Test
    void watchInventory_readersAHundredTimesTooSlow_holdAMebibyteEachAtMost() throws Exception {
        int streams = 10;
        int slow = Math.max(20, (int) fullSpeed() / 100);
        ScheduledExecutorService reading = Executors.newSingleThreadScheduledExecutor();
        try (Vitals vitals = Vitals.of(product.process().pid())) {
            awaitRest();
            vitals.liveHeap(); // what waits to be cleaned up goes by this one, and is gone by the next
            long before = vitals.liveHeap();
            System.out.printf("Live heap without slow readers: %.2f MiB%n", mib(before));
            List<SlowWatcher> watchers = watchers(connections, streams);
            ScheduledFuture<?> unused = reading.scheduleAtFixedRate(
                    () -> watchers.forEach(watcher -> watcher.read(Math.max(1, slow / 20))),
                    0,
                    50,
                    TimeUnit.MILLISECONDS);
            long most = 0;
            for (int sample = 1; sample <= 8; sample++) {
                catalogue.adjust(500); // life goes on meanwhile
                pause(300);
                long held = vitals.liveHeap() - before;
                most = Math.max(most, held);
                System.out.printf(
                        "%d readers of %d events/s, sample %d: %+.2f MiB in all, %+.3f MiB a stream, %d of %d events read%n",
                        streams, slow, sample, mib(held), mib(held) / streams, read(watchers), streams * EVENTS);
            }
            assertThat(watchers).noneMatch(SlowWatcher::hasEnded);
            assertThat(read(watchers))
                    .as("still far behind, or this shows nothing")
                    .isLessThan(streams * EVENTS / 2);
            assertThat(most).as("bytes that %d slow readers hold", streams).isLessThan(streams * MIB);
            watchers.forEach(SlowWatcher::close);
        } finally {
            reading.shutdownNow();
        }
    }

    @Test
    void getProduct_besideAHundredWatchersThatReadNothing_isAsFast() throws Exception {
        List<Double> ratios = new ArrayList<>();
        try (Connections theirs = product.connect(4, WINDOW)) {
            warmUp(theirs);
            // Other work on the machine can spoil a pair, or three; a server that suffers spoils all of them.
            while (ratios.size() < PAIRS) {
                double without = ratios.size() % 2 == 0 ? p99() : 0;
                List<SlowWatcher> stalled = watchers(theirs, 100);
                awaitRest(); // as they are sent what fits into their windows
                double with = p99();
                assertThat(stalled).noneMatch(SlowWatcher::hasEnded);
                stalled.forEach(SlowWatcher::close);
                without = without == 0 ? p99() : without;
                ratios.add(with / without);
                System.out.printf(
                        "p99 of GetProduct: %.2f ms alone, %.2f ms beside 100 watchers that read nothing: %.2f%n",
                        without, with, with / without);
            }
        }
        assertThat(median(ratios)).as("median of p99 with to p99 without").isLessThan(2);
    }

    private static void warmUp(Connections theirs) throws InterruptedException {
        p99();
        watchers(theirs, 100).forEach(SlowWatcher::close);
        p99();
        awaitRest();
    }

    /** Events a second that a good reader gets. */
    private static double fullSpeed() throws InterruptedException {
        WatchLoad load = new WatchLoad(connections, readers, 0, catalogue.newest());
        load.begin();
        pause(1_000);
        load.mark();
        pause(1_000);
        long events = load.mark().done();
        load.end();
        return (double) events / connections.count();
    }

    /** Milliseconds, of some callers while stock changes. */
    private static double p99() throws InterruptedException {
        Load load = new ClosedLoad(new GrpcClient<>(connections, readers, GrpcQuestions.of(Work.GET, PRODUCTS)), 8);
        load.begin();
        pause(300);
        load.mark();
        catalogue.adjust(1_000);
        pause(700);
        double p99 = load.mark().latencies().getValueAtPercentile(99) / 1e6;
        load.end();
        return p99;
    }

    /** Until the server has next to nothing to do. */
    private static void awaitRest() throws InterruptedException {
        for (int look = 0; look < 200; look++) {
            Duration before = product.process().cpu();
            pause(100);
            if (product.process().cpu().minus(before).toMillis() <= 10) {
                return;
            }
        }
        throw new AssertionError("the server works on, with nobody but readers that do not read");
    }

    private static List<SlowWatcher> watchers(Connections through, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> SlowWatcher.start(through, readers, number))
                .toList()
                .stream()
                .map(SlowWatcher::awaitAccepted)
                .toList();
    }

    private static long read(List<SlowWatcher> watchers) {
        return watchers.stream().mapToLong(SlowWatcher::received).sum();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static double mib(long bytes) {
        return (double) bytes / MIB;
    }

    /** Time is what is being measured here; nothing is waited for. */
    private static void pause(int millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }
}
