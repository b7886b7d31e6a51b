package dev.polyrpc.gateway.graph;

import java.util.concurrent.Flow;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Makes the calls of a {@link ResumedWatch}, one after the other. */
@FunctionalInterface
interface WatchCalls<E> {
    /** A call that starts after a position, null = now; {@code begin} is told where that is before the first event comes. */
    Flow.Publisher<E> call(@Nullable Long after, LongConsumer begin);
}
