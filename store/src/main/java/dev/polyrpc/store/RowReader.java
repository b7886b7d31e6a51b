package dev.polyrpc.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the row that a result stands on. */
@FunctionalInterface
public interface RowReader<T> {
    /** Reads the row, without moving on. */
    T read(ResultSet row) throws SQLException;
}
