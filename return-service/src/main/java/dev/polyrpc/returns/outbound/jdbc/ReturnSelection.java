package dev.polyrpc.returns.outbound.jdbc;

import dev.polyrpc.returns.domain.ReturnEvent;
import dev.polyrpc.store.Sql;
import dev.polyrpc.store.feed.Selection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one customer's returns, or of all.
 *
 * @param customer whose returns; null: all
 */
record ReturnSelection(@Nullable String customer) implements Selection<ReturnEvent> {
    @Override
    public boolean includes(ReturnEvent event) {
        return customer == null || customer.equals(event.after().customer());
    }

    @Override
    public List<ReturnEvent> read(Sql sql, long after, long upTo, int limit) {
        return customer == null
                ? ReturnEventRows.after(sql, after, upTo, limit)
                : ReturnEventRows.afterOfCustomer(sql, after, upTo, customer, limit);
    }
}
