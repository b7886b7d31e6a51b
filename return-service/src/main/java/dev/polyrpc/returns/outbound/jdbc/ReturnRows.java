package dev.polyrpc.returns.outbound.jdbc;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.returns.domain.ProductReturn;
import dev.polyrpc.returns.domain.ReturnReason;
import dev.polyrpc.returns.domain.ReturnState;
import dev.polyrpc.returns.domain.ReturnStateChange;
import dev.polyrpc.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads returns together with their histories, which come as one row for each entry. */
final class ReturnRows {
    static final String COLUMNS = "r.return_id, r.order_ref, r.product_id, r.quantity, r.reason, r.customer,"
            + " f.kind, f.reason, f.message, f.details, h.state, h.initiated_by, h.note, h.change_time";
    static final int COLUMN_COUNT = 14;
    private static final String SELECT =
            "SELECT " + COLUMNS + " FROM product_return r JOIN return_history h ON h.return_id = r.return_id"
                    + " LEFT JOIN return_refusal f ON f.return_id = r.return_id";

    private ReturnRows() {}

    /** Reads one return. */
    static Optional<ProductReturn> find(Sql sql, String returnId) {
        return group(sql.list(SELECT + " WHERE r.return_id = ? ORDER BY h.number", ReturnRows::read, returnId)).stream()
                .findFirst();
    }

    /** Reads the returns that a query gives the ids of, latest first. */
    static List<ProductReturn> list(Sql sql, String ids, @Nullable Object... values) {
        return group(sql.list(
                SELECT + " WHERE r.return_id IN (" + ids + ") ORDER BY r.return_id DESC, h.number",
                ReturnRows::read,
                values));
    }

    private static List<ProductReturn> group(List<ProductReturn> rows) {
        List<ProductReturn> returns = new ArrayList<>();
        for (int from = 0, to; from < rows.size(); from = to) {
            String returnId = rows.get(from).returnId();
            to = from + 1;
            while (to < rows.size() && rows.get(to).returnId().equals(returnId)) {
                to++;
            }
            returns.add(join(rows.subList(from, to)));
        }
        return returns;
    }

    /** One return of its rows. */
    static ProductReturn join(List<ProductReturn> rows) {
        ProductReturn first = rows.get(0);
        return new ProductReturn(
                first.returnId(),
                first.order(),
                first.productId(),
                first.quantity(),
                first.reason(),
                first.customer(),
                rows.stream().map(ProductReturn::last).toList(),
                first.refusal());
    }

    static ProductReturn read(ResultSet row) throws SQLException {
        return new ProductReturn(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                ReturnReason.valueOf(row.getString(5)),
                row.getString(6),
                List.of(new ReturnStateChange(
                        ReturnState.valueOf(row.getString(11)),
                        row.getString(12),
                        row.getString(13),
                        Instant.ofEpochMilli(row.getLong(14)))),
                refusal(row));
    }

    private static Optional<Failure> refusal(ResultSet row) throws SQLException {
        String kind = row.getString(7);
        return kind == null
                ? Optional.empty()
                : Optional.of(new Failure(
                        Kind.valueOf(kind), row.getString(8), row.getString(9), Details.read(row.getString(10))));
    }
}
