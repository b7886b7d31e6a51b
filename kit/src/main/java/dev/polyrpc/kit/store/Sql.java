package dev.polyrpc.kit.store;

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

/**
 * One connection with its prepared statements, each made once and kept. Give it constant texts only, with {@code ?} for
 * every value. For one thread at a time.
 */
public final class Sql {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** The prepared statement of a text, for JDBC by hand; stays open. */
    public PreparedStatement prepare(String text) throws SQLException {
        PreparedStatement statement = statements.get(text);
        if (statement == null) {
            statement = connection.prepareStatement(text);
            statements.put(text, statement);
        }
        return statement;
    }

    /** Runs a statement that changes rows; returns how many. */
    public int update(String text, @Nullable Object... values) throws SQLException {
        return bind(text, values).executeUpdate();
    }

    /** Reads all rows. */
    public <T> List<T> list(String text, RowReader<T> reader, @Nullable Object... values) throws SQLException {
        try (ResultSet rows = bind(text, values).executeQuery()) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(reader.read(rows));
            }
            return list;
        }
    }

    /** Reads the first row, if there is one. */
    public <T> Optional<T> first(String text, RowReader<T> reader, @Nullable Object... values) throws SQLException {
        try (ResultSet rows = bind(text, values).executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        }
    }

    private PreparedStatement bind(String text, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepare(text);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
