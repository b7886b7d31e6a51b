package dev.polyrpc.store;

import static dev.polyrpc.store.SqliteFailures.ofCommand;
import static dev.polyrpc.store.SqliteFailures.ofGroup;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. What is waiting commits as a group; a refused command takes nothing of the others with it;
 * nobody is answered before COMMIT. A command mostly refuses before it writes, if at all: so a group runs without
 * savepoints, and where one of its commands fails after it wrote, all of it again with a savepoint for each.
 */
final class GroupWriter implements AutoCloseable {
    static final int MAX_WAITING = 4_096;
    static final int MAX_GROUP = 256;
    private static final String RETRY_AFTER_MS = "100";
    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

    private final Sql sql;
    private final AfterCommit afterCommit;
    private final Checkpoints checkpoints;
    private final Thread thread;
    private final BlockingQueue<Command<?>> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private boolean closed; // guarded by gate

    GroupWriter(Sql sql, AfterCommit afterCommit, Checkpoints checkpoints, String name) {
        this.sql = sql;
        this.afterCommit = afterCommit;
        this.checkpoints = checkpoints;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    <T> CompletionStage<T> write(Work<T> work) {
        Command<T> command = new Command<>(work);
        gate.readLock().lock();
        try {
            if (closed) {
                command.fail(new Failure(Kind.UNAVAILABLE, "STORE_CLOSED", "the service is stopping: retry"));
            } else if (!waiting.offer(command)) {
                command.fail(new Failure(
                        Kind.EXHAUSTED,
                        "TOO_MANY_WRITES",
                        "%d writes wait already: retry later".formatted(MAX_WAITING),
                        Map.of(Failure.RETRY_AFTER_MS, RETRY_AFTER_MS)));
            }
        } finally {
            gate.readLock().unlock();
        }
        return command.answer;
    }

    boolean isOpen() {
        return thread.isAlive();
    }

    /** Commits what waits, then ends the thread. */
    @Override
    public void close() {
        gate.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            gate.writeLock().unlock();
        }
        Command<Boolean> last = new Command<>(nothing -> true);
        last.last = true;
        try {
            waiting.put(last);
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Command<?>> group = new ArrayList<>(MAX_GROUP);
        boolean goOn = true;
        while (goOn) {
            try {
                group.add(waiting.take());
                waiting.drainTo(group, MAX_GROUP - 1);
                commit(group);
                checkpoints.committed(sql);
                goOn = !group.get(group.size() - 1).last;
            } catch (InterruptedException e) {
                goOn = false;
            } finally {
                group.clear();
            }
        }
    }

    private void commit(List<Command<?>> group) {
        try {
            if (!commitTogether(group)) {
                LOG.atDebug().addKeyValue("commands", group.size()).log("a group of writes runs again, each by itself");
                commitApart(group);
            }
        } catch (SQLException | RuntimeException | Error failed) {
            rollBack();
            Failure failure = ofGroup(failed);
            LOG.atError().setCause(failed).addKeyValue("commands", group.size()).log("a group of writes failed");
            group.forEach(command -> command.fail(failure));
            return;
        }
        afterCommit.committed();
        group.forEach(Command::answer);
    }

    /** False when a command failed in a way that may have left something behind: nothing is done then. */
    private boolean commitTogether(List<Command<?>> group) throws SQLException {
        sql.update("BEGIN IMMEDIATE");
        for (Command<?> command : group) {
            long updates = sql.updates();
            int actions = afterCommit.size();
            try {
                command.run(sql);
            } catch (Failure | RecordedRefusal refused) {
                if (sql.updates() != updates || afterCommit.size() != actions) {
                    rollBack();
                    return false;
                }
                refuse(command, refused);
            } catch (SQLException | RuntimeException unexpected) {
                rollBack();
                return false;
            }
        }
        sql.update("COMMIT");
        return true;
    }

    private void commitApart(List<Command<?>> group) throws SQLException {
        sql.update("BEGIN IMMEDIATE");
        for (Command<?> command : group) {
            runAlone(command);
        }
        sql.update("COMMIT");
    }

    /** Runs one command; an exception from here means that the transaction itself is gone. */
    private void runAlone(Command<?> command) throws SQLException {
        sql.update("SAVEPOINT command");
        int before = afterCommit.size();
        try {
            command.run(sql);
        } catch (SQLException | RuntimeException refused) {
            try {
                sql.update("ROLLBACK TO command");
            } catch (SqlException noSavepoint) {
                // SQLite has rolled back the whole transaction by itself, as it may when the disk is full.
                refused.addSuppressed(noSavepoint);
                throw refused;
            }
            afterCommit.rollBackTo(before);
            refuse(command, refused);
        }
        sql.update("RELEASE command");
    }

    private void refuse(Command<?> command, Exception refused) throws SQLException {
        command.refuse(refused instanceof RecordedRefusal recorded ? recorded.record(sql) : ofCommand(refused));
    }

    private void rollBack() {
        try {
            sql.update("ROLLBACK");
        } catch (SqlException nothingToRollBack) {
            LOG.debug("no transaction to roll back", nothingToRollBack);
        }
        afterCommit.rolledBack();
    }

    private static final class Command<T> {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        private final Work<T> work;
        private Runnable outcome = () -> {};
        private boolean last;

        Command(Work<T> work) {
            this.work = work;
        }

        void run(Sql sql) throws SQLException {
            T result = work.run(sql);
            outcome = () -> answer.complete(result);
        }

        void refuse(Throwable refusal) {
            outcome = () -> fail(refusal);
        }

        void answer() {
            outcome.run();
        }

        void fail(Throwable failure) {
            answer.completeExceptionally(failure);
        }
    }
}
