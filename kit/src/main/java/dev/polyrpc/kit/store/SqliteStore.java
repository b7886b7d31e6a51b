package dev.polyrpc.kit.store;

import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/** A database in one file. Safe for use by many threads. */
@SuppressWarnings("DoNotCallSuggester")
public final class SqliteStore implements AutoCloseable {
    private SqliteStore() {}

    /**
     * Opens the database, made or brought up to date where needed.
     *
     * @param migrations where the migrations lie, for example {@code classpath:db/product}: {@code V1__what.sql} and on
     * @throws IllegalStateException with a text for the operator, when the file cannot be written or its schema is newer
     *     than this program
     */
    public static SqliteStore open(Path file, String migrations) {
        throw new UnsupportedOperationException();
    }

    /**
     * Queues work for the writer. Completes after COMMIT, on the writer's own thread: a dependent stage that waits must go
     * to another thread. What the work throws rolls back that work alone and is what the stage fails with.
     */
    public <T> CompletionStage<T> write(Work<T> work) {
        throw new UnsupportedOperationException();
    }

    /** Reads what is committed, at once and on the calling thread's own read-only connection. */
    public <T> T read(Work<T> work) {
        throw new UnsupportedOperationException();
    }

    /** True while reads and writes are possible. */
    public boolean isOpen() {
        throw new UnsupportedOperationException();
    }

    /** Finishes the writes that are queued, refuses new ones, and closes the file. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
