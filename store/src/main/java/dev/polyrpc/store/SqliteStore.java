package dev.polyrpc.store;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A database in one file: one writer that commits in groups, and a reader for each thread. Safe for use by many threads. */
public final class SqliteStore implements AutoCloseable {
    private static final int LOCK_WAIT_MS = 2_000;
    /** What the writer keeps in memory of a file whose pages it changes at random. */
    private static final int WRITER_CACHE_KIB = 32 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

    private final Sql writing;
    private final Checkpoints checkpoints;
    private final GroupWriter writer;
    private final Readers readers;
    private final ReadingThreads readingThreads = new ReadingThreads();

    private SqliteStore(
            Sql writing, AfterCommit afterCommit, String name, SQLiteDataSource readWrite, SQLiteDataSource readOnly) {
        this.writing = writing;
        this.checkpoints =
                new Checkpoints(() -> Sql.of(readWrite.getConnection()), Checkpoints.PAGES, "checkpoint-" + name);
        this.writer = new GroupWriter(writing, afterCommit, checkpoints, "writer-" + name);
        this.readers = new Readers(() -> Sql.of(readOnly.getConnection()));
    }

    /**
     * Opens the database, made or brought up to date where needed.
     *
     * @param migrations where the migrations lie, for example {@code classpath:db/product}: {@code V1__what.sql} and on
     * @throws IllegalStateException with a text for the operator, when the file cannot be written or its schema is newer
     *     than this program
     */
    public static SqliteStore open(Path file, String migrations) {
        try {
            makeFolder(file.toAbsolutePath().getParent());
            SQLiteDataSource readWrite = source(file, false);
            AfterCommit afterCommit = new AfterCommit();
            Sql sql = Sql.of(readWrite.getConnection(), afterCommit);
            try {
                sql.update("BEGIN IMMEDIATE"); // proves that the file can be written
                sql.update("ROLLBACK");
                new Migrations(migrations).run(readWrite, sql);
                SqliteStore store = new SqliteStore(
                        sql, afterCommit, String.valueOf(file.getFileName()), readWrite, source(file, true));
                store.checkpoints.start();
                store.writer.start();
                return store;
            } catch (IOException | RuntimeException e) {
                sql.close();
                throw e;
            }
        } catch (SqlException | SQLException | IOException e) {
            throw new IllegalStateException("%s: cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void makeFolder(@Nullable Path folder) throws IOException {
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (FileSystemException e) {
            throw new IOException("no folder can be made at " + folder, e);
        }
    }

    private static SQLiteDataSource source(Path file, boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(LOCK_WAIT_MS);
        config.enforceForeignKeys(true);
        config.setGetGeneratedKeys(false); // the driver would ask for them after each statement
        config.setReadOnly(readOnly);
        if (!readOnly) {
            config.setCacheSize(-WRITER_CACHE_KIB);
            config.setWalAutocheckpoint(0); // see Checkpoints
        }
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /**
     * Queues work for the writer. Completes after COMMIT, on the writer's own thread: a dependent stage that waits must go
     * to another thread. What the work throws rolls back that work alone and is what the stage fails with.
     */
    public <T> CompletionStage<T> write(Work<T> work) {
        return writer.write(work);
    }

    /** Reads what is committed, at once and on the calling thread's own read-only connection. */
    public <T> T read(Work<T> work) {
        try {
            return work.run(readers.own());
        } catch (SqlException | SQLException e) {
            LOG.atError().setCause(e).log("a read failed");
            throw new Failure(Kind.UNAVAILABLE, "DATABASE_UNAVAILABLE", "the database cannot be read: retry");
        }
    }

    /** The same on a thread of the store's own, for whoever must not wait; of those that wait for one, not too many. */
    public <T> CompletionStage<T> readLater(Work<T> work) {
        return readingThreads.submit(() -> read(work));
    }

    /** True while reads and writes are possible. */
    public boolean isOpen() {
        return writer.isOpen();
    }

    /** Finishes the writes that are queued, refuses new ones, and closes the file. */
    @Override
    public void close() {
        writer.close();
        checkpoints.close();
        readingThreads.close();
        readers.close();
        writing.close();
    }
}
