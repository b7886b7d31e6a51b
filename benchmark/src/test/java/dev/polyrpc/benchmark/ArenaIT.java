package dev.polyrpc.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.Tally;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Contestant;
import dev.polyrpc.benchmark.stack.Entry;
import dev.polyrpc.benchmark.stack.Scale;
import dev.polyrpc.benchmark.stack.Wire;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every server answers every work that it offers, in both loops. */
class ArenaIT {
    private static final Scale SMALL = new Scale(300, 10, 300, 16, 2);
    private static final int RATE = 500;
    private static final int LOOK_MS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static Workshop workshop;
    private static Arena arena;
    private static String server = "";

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        workshop = Workshop.open(Path.of(".."), folder.resolve("work"));
        arena = Arena.open(workshop, SMALL);
    }

    @AfterAll
    static void stop() {
        arena.close();
        workshop.close();
    }

    static Stream<Entry> entries() {
        String only = System.getProperty("arena.only", "");
        return Arena.entries().stream().filter(entry -> entry.toString().contains(only));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void enter_eachEntry_answersBothLoops(Entry entry) throws Exception {
        if (!server.equals(entry.server())) {
            arena.retire(server);
            server = entry.server();
        }
        try (Contestant contestant = arena.enter(entry)) {
            Tally closed = run(contestant.load());
            System.out.printf("%s: closed %s%n", entry, text(closed));
            assertThat(closed.done()).isPositive();
            assertThat(closed.sent()).isPositive();
            assertThat(closed.received()).isPositive();
            if (entry.work().unary()) {
                Tally open = run(contestant.open(RATE));
                System.out.printf("%s: open %s%n", entry, text(open));
                assertThat(open.dropped()).isZero();
                assertThat(open.done()).isPositive();
                assertThat(open.latencies().getTotalCount()).isEqualTo(open.done());
                if (entry.cell().wire() != Wire.ECHO) {
                    assertThat(closed.latencies().getTotalCount()).isEqualTo(closed.done());
                }
            }
        }
    }

    /** Until something was done: a server that has just started, on a machine that does much else, takes its time. */
    private static Tally run(Load load) throws Exception {
        CompletableFuture<Void> failure = load.begin().toCompletableFuture();
        long limit = System.nanoTime() + LIMIT.toNanos();
        Tally all = load.mark();
        while (all.done() == 0 && System.nanoTime() < limit) {
            try {
                failure.get(LOOK_MS, TimeUnit.MILLISECONDS);
                throw new AssertionError("the load ended by itself");
            } catch (TimeoutException nothingFailed) {
                all = sum(all, load.mark());
            }
        }
        load.end();
        return sum(all, load.mark());
    }

    private static Tally sum(Tally one, Tally other) {
        Histogram latencies = one.latencies().copy();
        latencies.add(other.latencies());
        return new Tally(
                one.done() + other.done(),
                latencies,
                one.sent() + other.sent(),
                one.received() + other.received(),
                one.dropped() + other.dropped());
    }

    private static String text(Tally tally) {
        return "%,d done, p50 %d us, %d B out and %d B in for each"
                .formatted(
                        tally.done(),
                        tally.latencies().getValueAtPercentile(50) / 1_000,
                        tally.sent() / Math.max(1, tally.done()),
                        tally.received() / Math.max(1, tally.done()));
    }
}
