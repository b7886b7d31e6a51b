package dev.polyrpc.systemtest.history;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows as facts: each column but the first, times as JSON writes them. */
final class Rows {
    private Rows() {}

    static Map<String, String> facts(ResultSet row) throws SQLException {
        Map<String, String> facts = new LinkedHashMap<>();
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 2; i <= columns.getColumnCount(); i++) {
            String name = columns.getColumnLabel(i);
            facts.put(
                    name,
                    name.endsWith("Time") ? Instant.ofEpochMilli(row.getLong(i)).toString() : row.getString(i));
        }
        return facts;
    }
}
