package dev.polyrpc.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection with its prepared statements, each made once and kept. Give it constant texts only, with {@code ?} for
 * every value. What fails is an {@link SqlException}. For one thread at a time.
 */
public final class Sql {
    private static final Logger LOG = LoggerFactory.getLogger(Sql.class);
    private static final String READS = "SELECT ";

    private final Connection connection;
    private final @Nullable AfterCommit afterCommit;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private long updates;

    private Sql(Connection connection, @Nullable AfterCommit afterCommit) {
        this.connection = connection;
        this.afterCommit = afterCommit;
    }

    /** Takes over a connection that reads. */
    static Sql of(Connection connection) throws SQLException {
        return of(connection, null);
    }

    /**
     * Takes over a connection. Transactions are then said in SQL: left in charge, the driver runs a BEGIN of its own after
     * each statement to find out whether one is open.
     */
    static Sql of(Connection connection, @Nullable AfterCommit afterCommit) throws SQLException {
        connection.setAutoCommit(false);
        Sql sql = new Sql(connection, afterCommit);
        sql.update("ROLLBACK");
        return sql;
    }

    /** Runs a statement that changes rows; returns how many. */
    public int update(String text, @Nullable Object... values) {
        return run(text, PreparedStatement::executeUpdate, values);
    }

    /** Reads all rows. */
    public <T> List<T> list(String text, RowReader<T> reader, @Nullable Object... values) {
        return run(text, statement -> readAll(statement, reader), values);
    }

    /** Reads the first row, if there is one. */
    public <T> Optional<T> first(String text, RowReader<T> reader, @Nullable Object... values) {
        return run(text, statement -> readFirst(statement, reader), values);
    }

    /**
     * Has something done once the work at hand has committed, and never if it is rolled back: on the writer's thread, in
     * the order of the work and before anyone is answered, so it must be short.
     */
    public void afterCommit(Runnable action) {
        ends().add(action);
    }

    /**
     * Has something done once it is known what has become of the work at hand and of all that commits with it, committed or
     * not: after all of {@link #afterCommit}, on the writer's thread, so it must be short.
     */
    void inAnyCase(Runnable action) {
        ends().addInAnyCase(action);
    }

    /** How many statements there have been that may change rows, those that failed among them. */
    long updates() {
        return updates;
    }

    private AfterCommit ends() {
        if (afterCommit == null) {
            throw new IllegalStateException("this connection only reads");
        }
        return afterCommit;
    }

    private static <T> List<T> readAll(PreparedStatement statement, RowReader<T> reader) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(reader.read(rows));
            }
            return list;
        }
    }

    private static <T> Optional<T> readFirst(PreparedStatement statement, RowReader<T> reader) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        }
    }

    private <T> T run(String text, Execution<T> execution, @Nullable Object... values) {
        if (!text.startsWith(READS)) {
            updates++;
        }
        try {
            PreparedStatement statement = statements.get(text);
            if (statement == null) {
                statement = connection.prepareStatement(text);
                statements.put(text, statement);
            }
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return execution.run(statement);
        } catch (SQLException e) {
            statements.remove(text); // the driver has closed it
            throw new SqlException(e);
        }
    }

    void close() {
        try {
            connection.close(); // and its statements with it
        } catch (SQLException e) {
            LOG.atWarn().setCause(e).log("a connection could not be closed");
        }
    }

    @FunctionalInterface
    private interface Execution<T> {
        T run(PreparedStatement statement) throws SQLException;
    }
}
