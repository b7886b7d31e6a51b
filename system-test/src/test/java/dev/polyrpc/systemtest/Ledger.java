package dev.polyrpc.systemtest;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A service's database, asked with SQL from outside, read-only and while it is in use. Safe for use by many threads. */
final class Ledger {
    private final Path database;

    Ledger(Path database) {
        this.database = database;
    }

    /** One number. */
    long number(String query, Object... values) {
        return Long.parseLong(rows(query, values).get(0).get(0));
    }

    /** Every row, its columns as text; null is empty. */
    List<List<String>> rows(String query, Object... values) {
        try (Connection connection = Books.readOnly(database);
                PreparedStatement select = connection.prepareStatement(query)) {
            for (int i = 0; i < values.length; i++) {
                select.setObject(i + 1, values[i]);
            }
            try (ResultSet found = select.executeQuery()) {
                int columns = found.getMetaData().getColumnCount();
                List<List<String>> rows = new ArrayList<>();
                while (found.next()) {
                    List<String> row = new ArrayList<>();
                    for (int column = 1; column <= columns; column++) {
                        String text = found.getString(column);
                        row.add(text == null ? "" : text);
                    }
                    rows.add(row);
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("%s cannot be asked: %s".formatted(database.getFileName(), query), e);
        }
    }
}
