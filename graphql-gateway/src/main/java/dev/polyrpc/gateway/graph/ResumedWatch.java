package dev.polyrpc.gateway.graph;

import java.util.concurrent.Flow;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Events that go on when the call which brings them is lost: the next call starts after the last event that came, and before
 * the first one where the lost call began. Can be subscribed to many times, each time from the start.
 *
 * @param after position after which to start; null = from the moment at which the backend takes the first call
 * @param position where an event stands in the order of all
 * @param wanted which events are passed on; the others are read and left out
 * @param calls makes the calls
 */
record ResumedWatch<E>(@Nullable Long after, ToLongFunction<E> position, Predicate<E> wanted, WatchCalls<E> calls)
        implements Flow.Publisher<E> {
    @Override
    public void subscribe(Flow.Subscriber<? super E> subscriber) {
        WatchRun<E> run = new WatchRun<>(this, subscriber);
        subscriber.onSubscribe(run);
        run.call();
    }
}
