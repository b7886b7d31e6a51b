package dev.polyrpc.store;

import static dev.polyrpc.store.Counters.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowCacheTest {
    private static final String NAME = "stock";

    @TempDir
    Path folder;

    private final RowCache<Integer> cache = RowCache.ofRows(100);
    private Counters counters;

    @BeforeEach
    void open() throws Exception {
        counters = new Counters(folder.resolve("counters.db"));
        get(counters.set(NAME, 0));
    }

    @AfterEach
    void close() {
        counters.close();
    }

    @Test
    void get_keptAndUnchanged_isServed() {
        read();

        assertThat(cache.get(NAME, cache.stamp(NAME))).isZero();
    }

    @Test
    void get_changedSince_isNotServed() throws Exception {
        read();
        get(change(1));

        assertThat(cache.get(NAME, cache.stamp(NAME))).isNull();
        assertThat(read()).isEqualTo(1);
    }

    @Test
    void put_readBeforeAChangeWasAnswered_isNotServed() throws Exception { // DOM-12
        int stamp = cache.stamp(NAME);
        int before = fromDatabase();
        get(change(1));
        cache.put(NAME, stamp, before);

        assertThat(cache.get(NAME, cache.stamp(NAME))).isNull();
    }

    @Test
    void put_whileAChangeIsOpen_isNotKept() throws Exception { // DOM-12
        CountDownLatch changed = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletionStage<Integer> change = counters.store().write(sql -> {
            int rows = set(sql, 1);
            changed.countDown();
            Counters.await(goOn);
            return rows;
        });
        Counters.await(changed);
        int stamp = cache.stamp(NAME);
        cache.put(NAME, stamp, fromDatabase()); // still 0, and that only until the commit

        assertThat(cache.get(NAME, stamp)).isNull();
        goOn.countDown();
        get(change);
        assertThat(cache.get(NAME, cache.stamp(NAME))).isNull();
    }

    @Test
    void changes_toAKnownValue_isServedOnceCommitted() throws Exception { // DOM-12
        CountDownLatch queued = new CountDownLatch(1);
        CompletionStage<Integer> hold = counters.hold(queued);
        List<CompletionStage<Integer>> group = List.of(changeTo(1), changeTo(2), changeTo(-1), change(-2));
        queued.countDown();

        get(hold);
        get(group.get(1));
        for (CompletionStage<Integer> refused : group.subList(2, 4)) {
            assertThatThrownBy(() -> get(refused)).isInstanceOf(RuntimeException.class);
        }
        assertThat(cache.get(NAME, cache.stamp(NAME))).isEqualTo(fromDatabase()).isEqualTo(2);
    }

    @Test
    void changes_toAKnownValueAndThenToAnother_isNotServed() throws Exception { // DOM-12
        CountDownLatch queued = new CountDownLatch(1);
        CompletionStage<Integer> hold = counters.hold(queued);
        List<CompletionStage<Integer>> group = List.of(changeTo(1), change(2));
        queued.countDown();

        get(hold);
        get(group.get(1));
        assertThat(cache.get(NAME, cache.stamp(NAME))).isNull();
        assertThat(read()).isEqualTo(2);
    }

    @Test
    void changes_toAKnownValueAndTheCommitFails_isNotServed() throws Exception { // DOM-12
        CountDownLatch queued = new CountDownLatch(1);
        CompletionStage<Integer> hold = counters.hold(queued);
        List<CompletionStage<Integer>> group = List.of(changeTo(1), counters.spoilsCommit());
        queued.countDown();

        get(hold);
        for (CompletionStage<Integer> failed : group) {
            assertThatThrownBy(() -> get(failed)).isInstanceOf(RuntimeException.class);
        }
        assertThat(cache.get(NAME, cache.stamp(NAME))).isNull();
        assertThat(read()).isZero();
    }

    @Test
    void changes_refused_isKeptAgain() {
        CompletionStage<Integer> refused = counters.store().write(sql -> {
            set(sql, 1);
            throw new IllegalStateException("refused");
        });

        assertThatThrownBy(() -> get(refused)).isInstanceOf(RuntimeException.class);
        assertThat(read()).isZero();
        assertThat(cache.get(NAME, cache.stamp(NAME))).isZero();
    }

    @Test
    void changes_twiceInAGroupOneRefusedAndCommitFails_isKeptAgain() throws Exception {
        CountDownLatch queued = new CountDownLatch(1);
        CompletionStage<Integer> hold = counters.hold(queued);
        List<CompletionStage<Integer>> group = new ArrayList<>(List.of(change(1), change(-1), change(2)));
        group.add(counters.spoilsCommit());
        queued.countDown();

        get(hold);
        for (CompletionStage<Integer> one : group) {
            assertThatThrownBy(() -> get(one)).isInstanceOf(RuntimeException.class);
        }
        assertThat(read()).isZero();
        assertThat(cache.get(NAME, cache.stamp(NAME))).isZero();
    }

    @Test
    void get_ofQueries_isNotServedOnceAnyRowChanged() throws Exception {
        RowCache<Integer> counts = RowCache.ofQueries(10);
        counts.put("all", counts.stamp("all"), counters.count());
        get(counters.store().write(sql -> {
            counts.changes(sql, "another");
            return Counters.put(sql, "another", 1);
        }));

        assertThat(counts.get("all", counts.stamp("all"))).isNull();
    }

    @Test
    void put_tooMany_keepsWhatIsUsed() {
        int most = 100;
        for (int n = 0; n < 10 * most; n++) {
            if (n % (most / 4) == 0) {
                read();
            }
            cache.put("once-" + n, cache.stamp("once-" + n), n);

            assertThat(cache.size()).isLessThanOrEqualTo(most);
        }

        assertThat(cache.get(NAME, cache.stamp(NAME))).isZero();
    }

    @Test
    void put_tooManyAndAllAreUsed_staysWithinBounds() {
        for (int n = 0; n < 1_000; n++) {
            String key = "used-" + n;
            cache.put(key, cache.stamp(key), n);
            for (int used = 0; used <= n; used++) {
                Integer unused = cache.get("used-" + used, cache.stamp("used-" + used));
            }

            assertThat(cache.size()).isLessThanOrEqualTo(100);
        }
    }

    @Test
    void read_besideAWriter_isNeverOlderThanWhatWasAnswered() throws Exception { // DOM-12
        AtomicInteger answered = new AtomicInteger();
        CountDownLatch written = new CountDownLatch(1);
        ExecutorService readers = Executors.newFixedThreadPool(3);
        try {
            List<Future<Integer>> reads = new ArrayList<>();
            for (int reader = 0; reader < 3; reader++) {
                reads.add(readers.submit(() -> {
                    int worst = 0;
                    while (written.getCount() > 0) {
                        int known = answered.get();
                        worst = Math.max(worst, known - read());
                    }
                    return worst;
                }));
            }
            for (int value = 1; value <= 2_000; value++) {
                get(change(value));
                answered.set(value);
            }
            written.countDown();
            for (Future<Integer> read : reads) {
                assertThat(read.get(10, TimeUnit.SECONDS)).isZero();
            }
        } finally {
            readers.shutdownNow();
        }
    }

    /** As whoever uses the cache reads. */
    private int read() {
        int stamp = cache.stamp(NAME);
        Integer known = cache.get(NAME, stamp);
        if (known != null) {
            return known;
        }
        int read = fromDatabase();
        cache.put(NAME, stamp, read);
        return read;
    }

    private int fromDatabase() {
        return counters.store()
                .read(sql -> sql.first("SELECT value FROM counter WHERE name = ?", row -> row.getInt(1), NAME)
                        .orElseThrow());
    }

    private CompletionStage<Integer> change(int value) {
        return counters.store().write(sql -> set(sql, value));
    }

    private CompletionStage<Integer> changeTo(int value) {
        return counters.store().write(sql -> {
            cache.changes(sql, NAME, value);
            return sql.update("UPDATE counter SET value = ? WHERE name = ?", value, NAME);
        });
    }

    private int set(Sql sql, int value) {
        cache.changes(sql, NAME);
        return sql.update("UPDATE counter SET value = ? WHERE name = ?", value, NAME);
    }
}
