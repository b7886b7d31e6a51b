package dev.polyrpc.systemtest.history;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/**
 * The events that a service keeps, read with SQL from its database file: as a watcher should have seen them. A row's
 * columns bear the names of the facts.
 */
public enum EventTable {
    INVENTORY("inventory_event", """
            SELECT position, product_id AS productId, 'INVENTORY_CAUSE_' || cause AS cause, change,
              on_hand AS "stock.onHand", quarantined AS "stock.quarantined", written_off AS "stock.writtenOff",
              stock_version AS "stock.stockVersion",
              CASE WHEN ?1 IN ('', initiated_by) THEN coalesce(movement_id, '') ELSE '' END AS movementId,
              CASE WHEN ?1 IN ('', initiated_by) THEN initiated_by ELSE '' END AS initiatedBy,
              event_time AS eventTime
            FROM inventory_event WHERE position > ?2 ORDER BY position
            """, "productId"),
    RETURNS("return_event", """
            SELECT e.position, r.return_id AS "productReturn.returnId", r.order_ref AS "productReturn.order",
              r.product_id AS "productReturn.productId", r.quantity AS "productReturn.quantity",
              'RETURN_REASON_' || r.reason AS "productReturn.reason", r.customer AS "productReturn.customer",
              r.create_time AS "productReturn.createTime",
              h.number, 'RETURN_STATE_' || h.state AS state, h.initiated_by AS initiatedBy, h.note,
              h.change_time AS changeTime
            FROM return_event AS e JOIN product_return AS r USING (return_id)
              JOIN return_history AS h ON h.return_id = e.return_id AND h.number <= e.number
            WHERE ?1 IN ('', r.customer) AND e.position > ?2 ORDER BY e.position, h.number
            """, "productReturn.productId") {
        /** A row for each entry of the history, which together make one event. */
        @Override
        void add(Map<Long, Map<String, String>> events, long position, Map<String, String> row) {
            Map<String, String> facts = events.computeIfAbsent(position, first -> new LinkedHashMap<>());
            int entry = Integer.parseInt(row.remove("number")) - 1;
            facts.put("productReturn.state", row.get("state"));
            facts.put("productReturn.updateTime", row.get("changeTime"));
            for (String name : List.of("state", "initiatedBy", "note", "changeTime")) {
                facts.put("productReturn.history[%d].%s".formatted(entry, name), row.remove(name));
            }
            facts.putAll(row);
        }
    };

    private final String table;
    private final String query;
    private final String product;

    EventTable(String table, String query, String product) {
        this.table = table;
        this.query = query;
        this.product = product;
    }

    /** The one that a database file has. */
    public static EventTable in(Path database) throws SQLException {
        try (Connection connection = readOnly(database);
                Statement statement = connection.createStatement()) {
            for (EventTable events : values()) {
                try (ResultSet found = statement.executeQuery(
                        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '%s'".formatted(events.table))) {
                    if (found.next()) {
                        return events;
                    }
                }
            }
        }
        throw new IllegalArgumentException(
                "%s: no table of events (expected: inventory_event or return_event)".formatted(database.getFileName()));
    }

    /** The events that a watcher should have seen, in order. */
    public List<Event> read(Path database, Watched watched) throws SQLException {
        Map<Long, Map<String, String>> events = new LinkedHashMap<>();
        try (Connection connection = readOnly(database);
                PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, watched.customer());
            select.setLong(2, watched.after());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    add(events, rows.getLong(1), Rows.facts(rows));
                }
            }
        }
        List<Event> kept = new ArrayList<>();
        events.forEach((position, facts) -> {
            if (watched.products().isEmpty() || watched.products().contains(facts.get(product))) {
                kept.add(new Event(position, facts, "the table's position " + position));
            }
        });
        return kept;
    }

    /** The last position that was given, whatever it was given to; 0 when there is none. */
    public long lastPosition(Path database) throws SQLException {
        try (Connection connection = readOnly(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(max(position), 0) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    void add(Map<Long, Map<String, String>> events, long position, Map<String, String> row) {
        events.put(position, row);
    }

    private static Connection readOnly(Path database) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(10_000);
        return config.createConnection("jdbc:sqlite:" + database);
    }
}
