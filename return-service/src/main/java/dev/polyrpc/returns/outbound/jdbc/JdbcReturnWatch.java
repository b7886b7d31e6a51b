package dev.polyrpc.returns.outbound.jdbc;

import dev.polyrpc.returns.domain.ReturnEvent;
import dev.polyrpc.returns.domain.ReturnWatch;
import dev.polyrpc.store.feed.Watch;
import org.jspecify.annotations.Nullable;

/** A watch of the event table. */
record JdbcReturnWatch(Watch<ReturnEvent> events) implements ReturnWatch {
    @Override
    public long start() {
        return events.start();
    }

    @Override
    public @Nullable ReturnEvent next() {
        return events.next();
    }

    @Override
    public void close() {
        events.close();
    }
}
