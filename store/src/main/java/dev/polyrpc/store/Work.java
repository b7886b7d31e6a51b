package dev.polyrpc.store;

import java.sql.SQLException;

/** Work on the database, handed to a {@link SqliteStore}: runs on one thread, keeps nothing of the {@link Sql} it is given. */
@FunctionalInterface
public interface Work<T> {
    /** Does the work. */
    T run(Sql sql) throws SQLException;
}
