package dev.polyrpc.gateway.graph;

import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Makes the calls of a {@link ResumedWatch}, one after the other. */
@FunctionalInterface
interface WatchCalls {
    /** A call that starts after a position, null = now; {@code begin} is told where that is before the first change comes. */
    Flow.Publisher<WatchInventoryResponse> call(@Nullable Long after, LongConsumer begin);
}
