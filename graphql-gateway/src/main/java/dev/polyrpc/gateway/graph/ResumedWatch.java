package dev.polyrpc.gateway.graph;

import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes of stock that go on when the call which brings them is lost: the next call starts after the last change that was
 * passed on. Can be subscribed to many times, each time from the start.
 */
final class ResumedWatch implements Flow.Publisher<InventoryEvent> {
    private final @Nullable Long after;
    private final Function<@Nullable Long, Flow.Publisher<WatchInventoryResponse>> calls;

    /**
     * Makes a watch.
     *
     * @param after position after which to start; null = from now, and then nothing can be resumed before the first change
     * @param calls makes a call that starts after a position
     */
    ResumedWatch(@Nullable Long after, Function<@Nullable Long, Flow.Publisher<WatchInventoryResponse>> calls) {
        this.after = after;
        this.calls = calls;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super InventoryEvent> subscriber) {
        WatchRun run = new WatchRun(after, calls, subscriber);
        subscriber.onSubscribe(run);
        run.call();
    }
}
