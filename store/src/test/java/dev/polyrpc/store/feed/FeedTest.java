package dev.polyrpc.store.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeedTest {
    private static final FeedSize SMALL = new FeedSize(16, 5, 40, 1);

    @TempDir
    Path folder;

    private Notes notes;

    @BeforeEach
    void open() {
        notes = new Notes(folder.resolve("notes.db"), SMALL);
    }

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void watch_fromNow_beginsAfterWhatWasAnswered() {
        await(notes.write(1, 3));
        Reader reader = new Reader(notes.feed(), null, null);
        await(notes.write(1, 3));

        assertThat(reader.readTo(6)).isEqualTo(notes.written(3, null)).hasSize(3);
    }

    @Test
    void watch_fromTheOldest_readsTableAndRing() {
        await(notes.write(1, 100));
        Reader reader = new Reader(notes.feed(), 0L, null);
        await(notes.write(1, 20));

        assertThat(reader.readTo(120)).isEqualTo(notes.written(0, null)).hasSize(120);
    }

    @Test
    void watch_afterAReopening_goesOnFromTheTable() {
        await(notes.write(1, 30));
        notes.close();
        open();
        Reader reader = new Reader(notes.feed(), 10L, null);
        await(notes.write(1, 3));

        assertThat(reader.readTo(33)).isEqualTo(notes.written(10, null)).hasSize(23);
    }

    @Test
    void watch_ofOneAuthor_readsOverWhatOthersWrote() {
        await(notes.write(1, 2));
        await(notes.write(2, 500));
        await(notes.write(1, 1));
        Reader reader = new Reader(notes.feed(), 0L, 1);
        await(notes.write(2, 40));
        await(notes.write(1, 1));

        assertThat(reader.readTo(544)).isEqualTo(notes.written(0, 1)).hasSize(4);
    }

    @Test
    void watch_readerWithoutDemandForLong_goesOnWhereItWas() {
        Reader reader = new Reader(notes.feed(), null, null).demand(2);
        await(notes.write(1, 300));

        assertThat(reader.readTo(300)).isEqualTo(notes.written(0, null));
    }

    @Test
    void watch_afterAPositionThatCommittedButIsNotPublishedYet_doesNotRepeatIt() throws Exception {
        CountDownLatch watched = new CountDownLatch(1);
        CompletionStage<Integer> held = notes.store().write(sql -> {
            sql.afterCommit(() -> awaitQuietly(watched));
            return notes.append(sql, 1, 3, 0);
        });
        while (notes.written(0, null).isEmpty()) {
            Thread.onSpinWait();
        }
        Reader reader = new Reader(notes.feed(), 3L, null).demand(10);
        watched.countDown();
        await(held);
        await(notes.write(1, 1));

        assertThat(reader.readTo(4)).containsExactly(new Note(4, 1));
    }

    @Test
    void publish_rolledBackOrNotCommitted_isNeverSeen() {
        Reader reader = new Reader(notes.feed(), null, null).demand(1_000);
        List<CompletionStage<Integer>> refused = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            refused.add(notes.refused(7));
            refused.add(notes.spoilsCommit(8));
        }
        refused.forEach(one -> assertThat(catchThrowableOfType(RuntimeException.class, () -> await(one)))
                .isNotNull());
        await(notes.write(1, 1));
        long position = notes.written(0, null).get(0).position();

        assertThat(reader.readTo(position)).containsExactly(new Note(position, 1));
    }

    @Test
    void watch_positionThatNeverWas_isRefused() {
        await(notes.write(1, 3));

        Failure ahead = refusal(4);
        assertThat(ahead.kind()).isEqualTo(Kind.OUT_OF_RANGE);
        assertThat(ahead.reason()).isEqualTo("POSITION_AHEAD");
        assertThat(ahead.details()).containsEntry("newest", "3");
        assertThat(refusal(-1).kind()).isEqualTo(Kind.INVALID);
        assertThat(notes.feed().watches()).isZero();
    }

    @Test
    void sweep_oldEvents_areDeletedAndTheirPositionsRefused() {
        await(notes.writeAt(1, Retention.BATCH + 20, 1_000));
        await(notes.writeAt(1, 5, 3_000));
        sweepBefore(2_000);
        int deleted = Retention.BATCH + 20;

        assertThat(notes.written(0, null)).hasSize(5);
        Failure expired = refusal(deleted - 1);
        assertThat(expired.kind()).isEqualTo(Kind.OUT_OF_RANGE);
        assertThat(expired.reason()).isEqualTo("POSITION_EXPIRED");
        assertThat(expired.details()).containsEntry("oldest", String.valueOf(deleted + 1));
        assertThat(expired).hasMessageContaining("at least " + deleted);
        assertThat(new Reader(notes.feed(), (long) deleted, null).readTo(deleted + 5))
                .isEqualTo(notes.written(0, null));
        assertThat(new Reader(notes.feed(), 0L, null).readTo(deleted + 5)).isEqualTo(notes.written(0, null));
    }

    @Test
    void sweep_allEvents_leavesTheNewestPosition() {
        await(notes.writeAt(1, 20, 1_000));
        sweepBefore(2_000);
        notes.close();
        open();
        Reader fromOldest = new Reader(notes.feed(), 0L, null);
        Reader fromNewest = new Reader(notes.feed(), 20L, null);
        assertThat(refusal(21).reason()).isEqualTo("POSITION_AHEAD");
        await(notes.write(1, 1));

        assertThat(fromOldest.readTo(21)).containsExactly(new Note(21, 1));
        assertThat(fromNewest.readTo(21)).containsExactly(new Note(21, 1));
    }

    @Test
    void sweep_pastAReaderWithoutDemand_endsItsWatchRatherThanLeaveAGap() {
        await(notes.writeAt(1, 10, 1_000));
        Reader slow = new Reader(notes.feed(), null, null).demand(1);
        await(notes.writeAt(1, 100, 1_000));
        sweepBefore(2_000);
        slow.demand(100);

        assertThat(slow.failure())
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.reason()).isEqualTo("POSITION_EXPIRED"));
        assertThat(notes.feed().watches()).isZero();
    }

    @Test
    void close_aWatch_leavesNothing() {
        Reader reader = new Reader(notes.feed(), null, null).demand(10);
        assertThat(notes.feed().watches()).isEqualTo(1);
        reader.close();

        assertThat(notes.feed().watches()).isZero();
        await(notes.write(1, 5));
    }

    private Failure refusal(long after) {
        return catchThrowableOfType(Failure.class, () -> new Reader(notes.feed(), after, null));
    }

    private void sweepBefore(long time) {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(time + 10), ZoneOffset.UTC);
        try (Retention retention = new Retention(notes.store(), Notes.TABLE, clock, Duration.ofMillis(10))) {
            retention.sweep();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int await(CompletionStage<Integer> write) {
        return write.toCompletableFuture().join();
    }
}
