package dev.polyrpc.systemtest;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/** The return service's database, looked at from outside while it is in use: read-only. For one thread. */
final class Books implements AutoCloseable {
    /** A step of a return between the commit of its intent and the commit of its outcome. */
    record MidStep(String returnId, String state) {}

    private static final String MID_STEPS = """
            SELECT return_id, state FROM product_return
            WHERE state IN ('REQUESTED', 'RESTOCKING', 'WRITING_OFF', 'WITHDRAWING')
            """;

    private final Connection connection;
    private final PreparedStatement midSteps;

    private Books(Connection connection) throws SQLException {
        this.connection = connection;
        this.midSteps = connection.prepareStatement(MID_STEPS);
    }

    /** Opens a database file read-only. */
    static Books open(Path database) {
        try {
            return new Books(readOnly(database));
        } catch (SQLException e) {
            throw new IllegalStateException("books of %s cannot be opened".formatted(database.getFileName()), e);
        }
    }

    /** A read-only connection, which waits for a lock instead of failing. */
    static Connection readOnly(Path database) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(10_000);
        return config.createConnection("jdbc:sqlite:" + database);
    }

    /** Every step that is under way. */
    List<MidStep> midSteps() {
        try (ResultSet rows = midSteps.executeQuery()) {
            List<MidStep> found = new ArrayList<>();
            while (rows.next()) {
                found.add(new MidStep(rows.getString(1), rows.getString(2)));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("books cannot be read", e);
        }
    }

    /** Any step that is under way. */
    Optional<MidStep> anyMidStep() {
        return midSteps().stream().findAny();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("books cannot be closed", e);
        }
    }
}
