package dev.polyrpc.store;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** A store of named counters: what the tests write and read. */
final class Counters implements AutoCloseable {
    static final String MIGRATIONS = "classpath:db/counter";

    private final SqliteStore store;

    Counters(Path file) {
        this.store = SqliteStore.open(file, MIGRATIONS);
    }

    SqliteStore store() {
        return store;
    }

    CompletionStage<Integer> set(String name, int value) {
        return store.write(sql -> put(sql, name, value));
    }

    static int put(Sql sql, String name, int value) {
        return sql.update("INSERT INTO counter (name, value) VALUES (?, ?)", name, value);
    }

    /** Writes, then refuses: what was written must not stay. */
    CompletionStage<Integer> refused(String name) {
        return store.write(sql -> {
            put(sql, name, 1);
            throw new Failure(Kind.STATE, "NOT_NOW", "not now");
        });
    }

    /** Works as a command, and lets the COMMIT of its group fail. */
    CompletionStage<Integer> spoilsCommit() {
        return store.write(sql -> sql.update("INSERT INTO debt (name) VALUES ('nobody')"));
    }

    /** Keeps the writer busy, so that what is queued meanwhile becomes one group. */
    CompletionStage<Integer> hold(CountDownLatch until) {
        CountDownLatch taken = new CountDownLatch(1);
        CompletionStage<Integer> held = store.write(sql -> {
            taken.countDown();
            await(until);
            return 0;
        });
        await(taken);
        return held;
    }

    int count() {
        return store.read(sql ->
                sql.first("SELECT count(*) FROM counter", row -> row.getInt(1)).orElseThrow());
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        try {
            return stage.toCompletableFuture().get(10, SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
