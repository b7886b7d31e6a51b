package dev.polyrpc.gateway.graph;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToLongFunction;

/** The tails of one kind of event, by who is answered alike. Safe for use by many threads. */
final class SharedWatches<E> {
    private final ToLongFunction<E> position;
    private final ConcurrentMap<Alike, Tail<E>> tails = new ConcurrentHashMap<>();

    /** There is none yet; {@code position} says where an event stands in the order of all. */
    SharedWatches(ToLongFunction<E> position) {
        this.position = position;
    }

    long position(E event) {
        return position.applyAsLong(event);
    }

    /** The tail of those who are answered alike, of whom a run is one from now on. */
    Tail<E> enter(SharedRun<E> run) {
        return tails.compute(run.watch().alike(), (alike, open) -> {
            Tail<E> tail = open == null ? new Tail<>(position, run.watch().shown()) : open;
            tail.add(run);
            return tail;
        });
    }

    /** A run is none of them any more. */
    void leave(SharedRun<E> run) {
        tails.computeIfPresent(run.watch().alike(), (alike, tail) -> tail.remove(run) ? null : tail);
    }
}
