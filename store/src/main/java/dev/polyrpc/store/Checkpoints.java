package dev.polyrpc.store;

import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is in the log to the file, beside the writer: by a thread and a connection of their own. SQLite begins the log
 * anew only when nothing of it is left to bring, which while there are writes is never so; therefore the thread goes on
 * until little is left, and the writer brings that between two groups.
 */
final class Checkpoints implements AutoCloseable {
    /** Of the log, 32 MiB: a page that is changed again before goes to the file once. */
    static final int PAGES = 8_192;
    /** So little that the writer brings it in milliseconds. */
    private static final int LITTLE = 512;
    /** Where the writer is faster, the thread gives up so. */
    private static final int MOST_TURNS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final Callable<Sql> opener;
    private final int pages;
    private final Thread thread;
    private final Semaphore wanted = new Semaphore(0);
    private volatile State state = State.NOTHING_TO_DO;
    private long enough; // pages of the log at which it is brought again; the writer's own
    private volatile boolean failing;
    private volatile boolean closed;

    private enum State {
        NOTHING_TO_DO,
        THE_THREADS_TURN,
        THE_WRITERS_TURN
    }

    /** Begins whenever there are that many pages to bring; the thread opens a connection for each time. */
    Checkpoints(Callable<Sql> opener, int pages, String name) {
        this.opener = opener;
        this.pages = pages;
        this.enough = pages;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** To be called by the writer between two groups. */
    void committed(Sql writing) {
        if (state == State.THE_WRITERS_TURN) {
            bring(writing);
            enough = waiting(writing) + pages; // what is left, a reader or a full disk holds: it can wait as long again
            state = State.NOTHING_TO_DO;
        } else if (state == State.NOTHING_TO_DO && waiting(writing) >= enough) {
            state = State.THE_THREADS_TURN;
            wanted.release();
        }
    }

    private void run() {
        wanted.acquireUninterruptibly();
        while (!closed) {
            bringMost();
            state = State.THE_WRITERS_TURN;
            wanted.acquireUninterruptibly();
        }
    }

    private void bringMost() {
        try {
            Sql sql = opener.call();
            int turns = 0;
            while (bring(sql) > LITTLE && !closed && turns < MOST_TURNS) {
                turns++;
            }
            sql.close();
        } catch (Exception e) {
            LOG.atWarn().setCause(e).log("no connection to bring the database's log to its file: the writer does it");
        }
    }

    /** Brings all that no reader still needs as it was; returns how much came meanwhile, or was left. */
    private long bring(Sql sql) {
        try {
            long left = left(sql, "PRAGMA wal_checkpoint(PASSIVE)");
            failing = false;
            return left;
        } catch (SqlException e) {
            if (!failing) {
                LOG.atWarn().setCause(e).log("the database's log cannot be brought to its file: it grows until it can");
            }
            failing = true;
            return 0;
        }
    }

    private static long waiting(Sql sql) {
        try {
            return left(sql, "PRAGMA wal_checkpoint(NOOP)");
        } catch (SqlException e) {
            return 0; // whoever brings them will tell
        }
    }

    /** Pages of the log that are not in the file. */
    private static long left(Sql sql, String pragma) {
        return sql.first(pragma, row -> row.getLong(2) - row.getLong(3)).orElse(0L);
    }

    @Override
    public void close() {
        closed = true;
        wanted.release();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
