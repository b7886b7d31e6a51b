package dev.polyrpc.store.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Reads a watch as a call does: on whatever thread brings news, one at a time, and only while there is demand. */
final class Reader {
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicInteger demand = new AtomicInteger();
    private final List<Note> seen = new ArrayList<>(); // by whose turn it is
    private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();
    private final CompletableFuture<List<Note>> end = new CompletableFuture<>();
    private final Watch<Note> watch;
    private volatile long until = Long.MAX_VALUE;

    Reader(Feed<Note> feed, @Nullable Long after, @Nullable Integer author) {
        watch = feed.watch(after, Notes.of(author), this::signal);
    }

    /** Lets the reader take so many more. */
    Reader demand(int more) {
        demand.addAndGet(more);
        signal();
        return this;
    }

    /** All that was read, once the event at a position was, or one after it. */
    List<Note> readTo(long position) {
        until = position;
        demand(1_000_000);
        return end.orTimeout(30, TimeUnit.SECONDS).join();
    }

    RuntimeException failure() {
        return failure.orTimeout(30, TimeUnit.SECONDS).join();
    }

    void close() {
        watch.close();
    }

    private void signal() {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        do {
            turns.set(1);
            drain();
        } while (turns.decrementAndGet() > 0);
    }

    private void drain() {
        try {
            while (demand.get() > 0) {
                Note next = watch.next();
                if (next == null) {
                    break;
                }
                demand.decrementAndGet();
                seen.add(next);
            }
        } catch (RuntimeException e) {
            failure.complete(e);
        }
        if (!seen.isEmpty() && seen.get(seen.size() - 1).position() >= until) {
            end.complete(List.copyOf(seen));
        }
    }
}
