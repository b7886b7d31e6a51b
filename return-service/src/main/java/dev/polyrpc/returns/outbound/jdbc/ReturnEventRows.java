package dev.polyrpc.returns.outbound.jdbc;

import dev.polyrpc.returns.domain.ProductReturn;
import dev.polyrpc.returns.domain.ReturnEvent;
import dev.polyrpc.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table {@code return_event}: each change with its return as it was then, read as one row for each entry of the history. */
final class ReturnEventRows {
    private static final String INSERT =
            "INSERT INTO return_event (return_id, number) VALUES (?, ?) RETURNING position";
    private static final String ALL =
            "SELECT position FROM return_event WHERE position > ? AND position <= ? ORDER BY position LIMIT ?";
    private static final String OF_CUSTOMER = "SELECT position FROM return_event JOIN product_return USING (return_id)"
            + " WHERE position > ? AND position <= ? AND customer = ? ORDER BY position LIMIT ?";

    private ReturnEventRows() {}

    /** Appends the latest change of a return. */
    static ReturnEvent append(Sql sql, ProductReturn changed) {
        long position = sql.list(INSERT, row -> row.getLong(1), changed.returnId(), changed.number())
                .get(0);
        return new ReturnEvent(position, changed);
    }

    static List<ReturnEvent> after(Sql sql, long after, long upTo, int limit) {
        return join(sql.list(query(ALL), ReturnEventRows::read, after, upTo, limit));
    }

    static List<ReturnEvent> afterOfCustomer(Sql sql, long after, long upTo, String customer, int limit) {
        return join(sql.list(query(OF_CUSTOMER), ReturnEventRows::read, after, upTo, customer, limit));
    }

    private static String query(String positions) {
        return "SELECT " + ReturnRows.COLUMNS + ", e.position FROM return_event e"
                + " JOIN product_return r ON r.return_id = e.return_id"
                + " JOIN return_history h ON h.return_id = e.return_id AND h.number <= e.number"
                + " LEFT JOIN return_refusal f ON f.return_id = e.return_id AND EXISTS"
                + " (SELECT 1 FROM return_history l WHERE l.return_id = e.return_id AND l.number = e.number"
                + " AND l.state = 'REFUSED')"
                + " WHERE e.position IN (" + positions + ") ORDER BY e.position, h.number";
    }

    private static List<ReturnEvent> join(List<ReturnEvent> rows) {
        List<ReturnEvent> events = new ArrayList<>();
        for (int from = 0, to; from < rows.size(); from = to) {
            long position = rows.get(from).position();
            List<ProductReturn> entries = new ArrayList<>();
            for (to = from; to < rows.size() && rows.get(to).position() == position; to++) {
                entries.add(rows.get(to).after());
            }
            events.add(new ReturnEvent(position, ReturnRows.join(entries)));
        }
        return events;
    }

    private static ReturnEvent read(ResultSet row) throws SQLException {
        return new ReturnEvent(row.getLong(ReturnRows.COLUMN_COUNT + 1), ReturnRows.read(row));
    }
}
