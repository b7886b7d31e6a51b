package dev.polyrpc.gateway.graph;

import java.time.Instant;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Events for one subscriber, by calls of its own until it has caught up, from then on together with all who are answered alike.
 *
 * @param watches those who may be answered alike
 * @param alike who is
 * @param shown an event as all of them may be shown it
 * @param after position after which to start; null = from the moment at which the backend takes the first call
 * @param wanted which events are passed on; the others are read and left out
 * @param calls makes calls by this subscriber's right
 * @param expiry when that right ends
 */
record SharedWatch<E>(
        SharedWatches<E> watches,
        Alike alike,
        UnaryOperator<E> shown,
        @Nullable Long after,
        Predicate<E> wanted,
        WatchCalls<E> calls,
        Instant expiry)
        implements Flow.Publisher<E> {
    @Override
    public void subscribe(Flow.Subscriber<? super E> subscriber) {
        SharedRun<E> run = new SharedRun<>(this, subscriber);
        subscriber.onSubscribe(run);
        run.ask();
    }
}
