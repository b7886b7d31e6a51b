package dev.polyrpc.store;

import java.sql.SQLException;

/**
 * Work on the database, handed to a {@link SqliteStore}: runs on one thread, keeps nothing of the {@link Sql} it is given, and
 * does nothing but with it, as it may be rolled back and run again.
 */
@FunctionalInterface
public interface Work<T> {
    /** Does the work. */
    T run(Sql sql) throws SQLException;
}
