package dev.polyrpc.gateway.graph;

import dev.polyrpc.proto.product.v1.InventoryEvent;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Changes of stock that go on when the call which brings them is lost: the next call starts after the last change that was
 * passed on, and before the first one where the lost call began. Can be subscribed to many times, each time from the start.
 */
final class ResumedWatch implements Flow.Publisher<InventoryEvent> {
    private final @Nullable Long after;
    private final WatchCalls calls;

    /**
     * Makes a watch.
     *
     * @param after position after which to start; null = from the moment at which the backend takes the first call
     * @param calls makes the calls
     */
    ResumedWatch(@Nullable Long after, WatchCalls calls) {
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
