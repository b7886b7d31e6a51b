package dev.polyrpc.store.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Writers, refused writers and readers of every speed at once: each reader sees what was committed, once and in order. */
final class FeedRaceTest {
    private static final int WRITERS = 3;
    private static final int COMMANDS = 600;
    private static final int READERS = 60;

    @TempDir
    Path folder;

    /** Three races, other ones each time; those of a seed where one is given. */
    static LongStream seeds() {
        long seed = Long.getLong("polyrpc.seed", new SecureRandom().nextInt(1_000_000));
        System.out.printf("FeedRaceTest: races drawn from -Dpolyrpc.seed=%d%n", seed);
        return LongStream.range(seed, seed + 3);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void watch_whileAllWrite_seesEachCommittedEventOnceAndInOrder(long seed) throws Exception {
        race(new FeedSize(8, 3, 25, 2), seed);
    }

    @Test
    void watch_withARoomyRing_seesEachCommittedEventOnceAndInOrder() throws Exception {
        race(new FeedSize(1_024, 64, 4_096, 2), 4);
    }

    private void race(FeedSize size, long seed) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2);
        try (Notes notes = new Notes(folder.resolve("race-%d.db".formatted(seed)), size)) {
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Random random = new Random(seed * 100 + writer);
                writing.add(threads.submit(() -> write(notes, random)));
            }
            List<Future<List<Followed>>> reading = new ArrayList<>();
            for (int half = 0; half < 2; half++) {
                Random random = new Random(seed * 100 + 50 + half);
                reading.add(threads.submit(() -> follow(notes, random)));
            }
            for (Future<?> one : writing) {
                one.get();
            }
            List<Followed> all = new ArrayList<>();
            for (Future<List<Followed>> some : reading) {
                all.addAll(some.get()); // they write, too: what is expected is asked once nobody does
            }
            notes.write(0, 1).toCompletableFuture().join(); // the last of all, and of every author that is watched
            notes.write(1, 1).toCompletableFuture().join();
            notes.write(2, 1).toCompletableFuture().join();
            for (Followed followed : all) {
                List<Note> expected = notes.written(followed.after, followed.author);
                assertThat(followed.reader.readTo(
                                expected.get(expected.size() - 1).position()))
                        .isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void write(Notes notes, Random random) {
        List<CompletionStage<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            int kind = random.nextInt(40);
            int author = random.nextInt(3);
            waiting.add(
                    switch (kind) {
                        case 0 -> notes.spoilsCommit(author);
                        case 1, 2, 3, 4 -> notes.refused(author);
                        default -> notes.write(author, 1 + random.nextInt(3));
                    });
            if (random.nextInt(20) == 0) {
                settle(waiting);
            }
        }
        settle(waiting);
    }

    private static void settle(List<CompletionStage<Integer>> waiting) {
        waiting.forEach(
                one -> one.handle((count, refused) -> 0).toCompletableFuture().join());
        waiting.clear();
    }

    private static List<Followed> follow(Notes notes, Random random) {
        List<Followed> all = new ArrayList<>();
        for (int i = 0; i < READERS / 2; i++) {
            Integer author = random.nextBoolean() ? null : random.nextInt(3);
            long newest = notes.feed().ring().newest();
            long after = random.nextInt(3) == 0 ? 0 : (long) (newest * random.nextDouble());
            all.add(new Followed(new Reader(notes.feed(), after, author), after, author));
            for (Followed followed : all) {
                followed.reader.demand(random.nextInt(30)); // some are starved for long, some never wait
            }
            settle(new ArrayList<>(List.of(notes.write(random.nextInt(3), 1)))); // it may share a group that is spoilt
        }
        return all;
    }

    private record Followed(
            Reader reader, long after, @Nullable Integer author) {}
}
