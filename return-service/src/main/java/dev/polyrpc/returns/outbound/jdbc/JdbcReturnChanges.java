package dev.polyrpc.returns.outbound.jdbc;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.returns.domain.ProductReturn;
import dev.polyrpc.returns.domain.ReturnChanges;
import dev.polyrpc.returns.domain.ReturnEvent;
import dev.polyrpc.returns.domain.ReturnStateChange;
import dev.polyrpc.returns.domain.Step;
import dev.polyrpc.store.Sql;
import dev.polyrpc.store.feed.Feed;
import java.time.Instant;
import java.util.Optional;

/** One change, on the writer's own connection. */
final class JdbcReturnChanges implements ReturnChanges {
    private final Sql sql;
    private final Feed<ReturnEvent> feed;

    JdbcReturnChanges(Sql sql, Feed<ReturnEvent> feed) {
        this.sql = sql;
        this.feed = feed;
    }

    @Override
    public Optional<ProductReturn> find(String returnId) {
        return ReturnRows.find(sql, returnId);
    }

    @Override
    public boolean hasLive(String customer, String order, String productId) {
        return sql.first(
                        "SELECT 1 FROM product_return WHERE customer = ? AND order_ref = ? AND product_id = ?"
                                + " AND state IN ('REQUESTED', 'QUARANTINED', 'RESTOCKING', 'WRITING_OFF', 'WITHDRAWING')",
                        row -> true,
                        customer,
                        order,
                        productId)
                .isPresent();
    }

    @Override
    public void insert(ProductReturn opened) {
        sql.update(
                "INSERT INTO product_return (return_id, order_ref, product_id, quantity, reason, customer, state,"
                        + " create_time, update_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                opened.returnId(),
                opened.order(),
                opened.productId(),
                opened.quantity(),
                opened.reason().name(),
                opened.customer(),
                opened.state().name(),
                opened.createTime().toEpochMilli(),
                opened.updateTime().toEpochMilli());
        publish(opened);
    }

    @Override
    public void append(ProductReturn changed) {
        sql.update(
                "UPDATE product_return SET state = ?, update_time = ? WHERE return_id = ?",
                changed.state().name(),
                changed.updateTime().toEpochMilli(),
                changed.returnId());
        changed.refusal().ifPresent(refusal -> insertRefusal(changed.returnId(), refusal));
        publish(changed);
    }

    private void insertRefusal(String returnId, Failure refusal) {
        sql.update(
                "INSERT INTO return_refusal (return_id, kind, reason, message, details) VALUES (?, ?, ?, ?, ?)",
                returnId,
                refusal.kind().name(),
                refusal.reason(),
                refusal.getMessage(),
                Details.write(refusal.details()));
    }

    /** Writes down the latest change twice: in the return's own history, and in the order of all changes. */
    private void publish(ProductReturn changed) {
        ReturnStateChange change = changed.last();
        sql.update(
                "INSERT INTO return_history (return_id, number, state, initiated_by, note, change_time)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                changed.returnId(),
                changed.number(),
                change.state().name(),
                change.initiatedBy(),
                change.note(),
                change.changeTime().toEpochMilli());
        feed.publish(sql, ReturnEventRows.append(sql, changed));
    }

    @Override
    public void schedule(String returnId, Step step, int attempts, Instant due) {
        sql.update(
                "INSERT INTO saga (return_id, step, attempts, due_time) VALUES (?, ?, ?, ?) ON CONFLICT (return_id)"
                        + " DO UPDATE SET step = excluded.step, attempts = excluded.attempts, due_time = excluded.due_time",
                returnId,
                step.name(),
                attempts,
                due.toEpochMilli());
    }

    @Override
    public Optional<Integer> attempts(String returnId) {
        return sql.first("SELECT attempts FROM saga WHERE return_id = ?", row -> row.getInt(1), returnId);
    }

    @Override
    public void unschedule(String returnId) {
        sql.update("DELETE FROM saga WHERE return_id = ?", returnId);
    }

    @Override
    public void scheduleAll(Instant due) {
        sql.update("UPDATE saga SET due_time = ?", due.toEpochMilli());
    }
}
