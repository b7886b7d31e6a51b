package dev.polyrpc.store;

import static dev.polyrpc.store.Counters.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest {
    @TempDir
    Path folder;

    private Counters counters;

    @BeforeEach
    void open() {
        counters = new Counters(folder.resolve("counters.db"));
    }

    @AfterEach
    void close() {
        counters.close();
    }

    @Test
    void write_answered_isVisibleToOtherConnections() throws Exception {
        CountDownLatch listening = new CountDownLatch(1);
        CompletionStage<Integer> held = counters.store().write(sql -> {
            Counters.await(listening);
            return Counters.put(sql, "a", 1);
        });
        // Asked at the very moment of the answer: 0 if it were given before COMMIT.
        CompletionStage<Integer> seen = held.thenApply(written -> counters.count());
        listening.countDown();

        assertThat(get(seen)).isEqualTo(1);
    }

    @Test
    void write_commitFails_nobodyOfTheGroupIsAnsweredOk() throws Exception {
        CountDownLatch queued = new CountDownLatch(1);
        CompletionStage<Integer> before = counters.hold(queued);
        List<CompletionStage<Integer>> group = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            group.add(i == 10 ? counters.spoilsCommit() : counters.set("c" + i, i));
        }
        CompletionStage<Integer> refused = counters.refused("r");
        queued.countDown();

        assertThat(get(before)).isZero();
        for (CompletionStage<Integer> one : group) {
            assertThat(catchThrowableOfType(Failure.class, () -> get(one)).kind())
                    .isEqualTo(Kind.UNAVAILABLE);
        }
        assertThat(catchThrowableOfType(Failure.class, () -> get(refused)).kind())
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(counters.count()).isZero();
        assertThat(get(counters.set("after", 1))).isEqualTo(1);
    }

    @Test
    void write_refusedInAGroup_rollsBackAlone() throws Exception {
        CountDownLatch queued = new CountDownLatch(1);
        CompletionStage<Integer> hold = counters.hold(queued);
        CompletionStage<Integer> first = counters.set("first", 1);
        CompletionStage<Integer> refused = counters.refused("refused");
        CompletionStage<Integer> broken = counters.set("broken", -1);
        CompletionStage<Integer> last = counters.set("last", 1);
        queued.countDown();

        assertThat(get(hold)).isZero();
        assertThat(get(first)).isEqualTo(1);
        assertThatThrownBy(() -> get(refused)).isInstanceOf(Failure.class).hasMessage("not now");
        assertThatThrownBy(() -> get(broken)).hasMessageContaining("CHECK");
        assertThat(get(last)).isEqualTo(1);
        assertThat(names()).containsExactlyInAnyOrder("first", "last");
    }

    @Test
    void write_refusedBeforeItWrote_nobodyOfTheGroupRunsAgain() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch queued = new CountDownLatch(1);
        CompletionStage<Integer> hold = counters.hold(queued);
        CompletionStage<Integer> first = counted("first", runs);
        CompletionStage<Integer> refused = counters.store().write(sql -> {
            throw new Failure(Kind.STATE, "NOT_NOW", "not now");
        });
        CompletionStage<Integer> last = counted("last", runs);
        queued.countDown();

        assertThat(get(hold)).isZero();
        assertThat(get(first)).isEqualTo(1);
        assertThatThrownBy(() -> get(refused)).isInstanceOf(Failure.class).hasMessage("not now");
        assertThat(get(last)).isEqualTo(1);
        assertThat(names()).containsExactlyInAnyOrder("first", "last");
        assertThat(runs).hasValue(2);
    }

    @Test
    void write_groupThatRunsAgain_isDoneOnceAndToldOnce() throws Exception {
        List<String> told = new ArrayList<>();
        CountDownLatch queued = new CountDownLatch(1);
        CompletionStage<Integer> hold = counters.hold(queued);
        CompletionStage<Integer> first = telling("first", told);
        CompletionStage<Integer> refused = counters.refused("refused");
        CompletionStage<Integer> last = telling("last", told);
        queued.countDown();

        assertThat(get(hold)).isZero();
        assertThatThrownBy(() -> get(refused)).isInstanceOf(Failure.class).hasMessage("not now");
        assertThat(get(first) + get(last)).isEqualTo(2);
        assertThat(names()).containsExactlyInAnyOrder("first", "last");
        assertThat(told).containsExactly("first", "last");
    }

    @Test
    void write_diskFull_isExhaustedAndReadsGoOn() throws Exception {
        get(counters.set("before", 1));
        int pages = get(counters.store()
                .write(sql ->
                        sql.first("PRAGMA page_count", row -> row.getInt(1)).orElseThrow()));
        get(counters.store().write(sql -> sql.list("PRAGMA max_page_count = " + pages, row -> row.getInt(1))));

        Failure full = catchThrowableOfType(Failure.class, () -> {
            for (int i = 0; i < 1_000; i++) {
                get(counters.set("a rather long name, so that a page is soon full ".repeat(20) + i, 1));
            }
        });

        assertThat(full.kind()).isEqualTo(Kind.EXHAUSTED);
        assertThat(full.reason()).isEqualTo("DISK_FULL");
        assertThat(counters.count()).isPositive();
        get(counters.store().write(sql -> sql.list("PRAGMA max_page_count = 100000", row -> row.getInt(1))));
        assertThat(get(counters.set("after", 1))).isEqualTo(1);
    }

    @Test
    void write_lockedByAnotherProcess_isExhaustedAndReadsGoOn() throws Exception {
        get(counters.set("before", 1));
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("counters.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            CompletionStage<Integer> write = counters.set("meanwhile", 1);

            assertThat(counters.count()).isEqualTo(1);
            assertThat(catchThrowableOfType(Failure.class, () -> get(write)).reason())
                    .isEqualTo("DATABASE_LOCKED");
            statement.execute("ROLLBACK");
        }
        assertThat(get(counters.set("after", 1))).isEqualTo(1);
    }

    @Test
    void write_tooManyWaiting_isExhaustedAtOnce() throws Exception {
        CountDownLatch queued = new CountDownLatch(1);
        CompletionStage<Integer> hold = counters.hold(queued);
        for (int i = 0; i < GroupWriter.MAX_WAITING; i++) {
            counters.set("c" + i, i);
        }

        CompletionStage<Integer> oneTooMany = counters.set("too many", 1);
        assertThat(oneTooMany.toCompletableFuture()).isCompletedExceptionally();
        Failure refusal = catchThrowableOfType(Failure.class, () -> get(oneTooMany));
        assertThat(refusal.kind()).isEqualTo(Kind.EXHAUSTED);
        assertThat(refusal.details()).containsKey("retryAfterMs");
        queued.countDown();
        get(hold);
    }

    @Test
    void open_imageOfACrash_holdsAllThatWasAnswered() throws Exception {
        for (int i = 0; i < 50; i++) {
            get(counters.set("c" + i, i));
        }
        // What a killed process leaves: the files as they are, with everything still in the log.
        for (String suffix : List.of("", "-wal")) {
            Files.copy(folder.resolve("counters.db" + suffix), folder.resolve("crashed.db" + suffix));
        }
        try (Counters reopened = new Counters(folder.resolve("crashed.db"))) {
            assertThat(reopened.count()).isEqualTo(50);
        }
    }

    @Test
    void close_writesWaiting_areStillAnswered() throws Exception {
        List<CompletionStage<Integer>> writes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            writes.add(counters.set("c" + i, i));
        }
        counters.close();

        for (CompletionStage<Integer> write : writes) {
            assertThat(get(write)).isEqualTo(1);
        }
        assertThat(counters.store().isOpen()).isFalse();
        assertThat(catchThrowableOfType(Failure.class, () -> get(counters.set("late", 1)))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(catchThrowableOfType(Failure.class, counters::count).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    private CompletionStage<Integer> counted(String name, AtomicInteger runs) {
        return counters.store().write(sql -> {
            runs.incrementAndGet();
            return Counters.put(sql, name, 1);
        });
    }

    private CompletionStage<Integer> telling(String name, List<String> told) {
        return counters.store().write(sql -> {
            sql.afterCommit(() -> told.add(name));
            return Counters.put(sql, name, 1);
        });
    }

    private List<String> names() {
        return counters.store().read(sql -> sql.list("SELECT name FROM counter", row -> row.getString(1)));
    }
}
