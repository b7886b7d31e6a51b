package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The live end of what several subscribers follow alike: one call for all, made by the right of one of them, which brings the
 * next event once the fastest wants it. Whoever falls behind the latest events goes on by calls of its own. Safe for use by
 * many threads; runs are told of what happened outside its lock.
 */
final class Tail<E> implements Flow.Subscriber<E> {
    private final ToLongFunction<E> position;
    private final UnaryOperator<E> shown;
    private final LatestEvents<E> latest;
    private final Set<SharedRun<E>> runs = new LinkedHashSet<>();
    private final Set<SharedRun<E>> joined = new LinkedHashSet<>();
    private @Nullable WatchRun<E> call;
    private @Nullable SharedRun<E> lender;
    private boolean asked;

    Tail(ToLongFunction<E> position, UnaryOperator<E> shown) {
        this.position = position;
        this.shown = shown;
        latest = new LatestEvents<>(position);
    }

    synchronized void add(SharedRun<E> run) {
        runs.add(run);
    }

    /** Whether that was the last one. */
    synchronized boolean remove(SharedRun<E> run) {
        runs.remove(run);
        return runs.isEmpty();
    }

    /**
     * Makes the call where there is none and it is of use. A run that starts from now is part of what it has begun: the answer is
     * the number of its next event then, else -1.
     */
    long begin(SharedRun<E> run) {
        boolean fromNow = run.watch().after() == null;
        WatchRun<E> begun;
        long next;
        synchronized (this) {
            if (call != null || (!fromNow && runs.size() < 2)) {
                return -1;
            }
            lender = run;
            if (fromNow) {
                joined.add(run);
            }
            next = fromNow ? latest.next() : -1;
            begun = after(null);
            call = begun;
        }
        begun.call();
        return next;
    }

    /** Has a run that has seen all up to a position go on from here: the number of its next event, -1 where too much lies between. */
    synchronized long join(SharedRun<E> run, long seen) {
        long next = call == null ? -1 : latest.after(seen);
        if (next >= 0) {
            joined.add(run);
        }
        return next;
    }

    /** Whether a run has to catch up by itself, as its next event is kept no more. */
    synchronized boolean hasLost(SharedRun<E> run, long next) {
        return latest.lost(next) && joined.remove(run);
    }

    /** The event of that number; null when it is still to come: it is asked for then. */
    @Nullable
    E take(long number) {
        WatchRun<E> from;
        synchronized (this) {
            if (number < latest.next()) {
                return latest.get(number);
            }
            from = asked ? null : call;
            asked = from != null || asked;
        }
        if (from != null) {
            from.request(1);
        }
        return null;
    }

    /** A run wants nothing more: a call that is of no use to anybody ends. */
    void leave(SharedRun<E> run) {
        WatchRun<E> useless = null;
        synchronized (this) {
            joined.remove(run);
            if (joined.isEmpty() && runs.size() < 2) {
                useless = call;
                end();
            }
        }
        if (useless != null) {
            useless.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription unused) {}

    @Override
    public void onNext(E event) {
        List<SharedRun<E>> waiting;
        synchronized (this) {
            asked = false;
            latest.add(shown.apply(event));
            waiting = List.copyOf(joined);
        }
        waiting.forEach(SharedRun::ask);
    }

    /** A refusal is for the one by whose right the call was made: the others go on by that of another. */
    @Override
    public void onError(Throwable thrown) {
        WatchRun<E> next = null;
        List<SharedRun<E>> ended;
        List<SharedRun<E>> others;
        synchronized (this) {
            ended = refuses(thrown)
                    ? joined.stream().filter(run -> run == lender).toList()
                    : List.copyOf(joined);
            ended.forEach(joined::remove);
            others = List.copyOf(joined);
            if (others.isEmpty() || !latest.begun()) {
                end();
            } else {
                asked = false;
                next = after(latest.head());
                call = next;
            }
        }
        ended.forEach(run -> run.fail(thrown));
        if (next != null) {
            next.call();
            others.forEach(SharedRun::ask);
        }
    }

    @Override
    public void onComplete() {
        onError(new Failure(Kind.UNAVAILABLE, "WATCH_ENDED", "the watch has ended"));
    }

    private static boolean refuses(Throwable thrown) {
        Failure failure = GraphErrors.failure(thrown);
        return failure != null && (failure.kind() == Kind.DENIED || failure.kind() == Kind.UNAUTHENTICATED);
    }

    private void end() {
        call = null;
        asked = false;
        latest.forget();
    }

    private WatchRun<E> after(@Nullable Long start) {
        return new WatchRun<>(new ResumedWatch<>(start, position, event -> true, this::borrowed), this);
    }

    /** A call by the right that lasts longest, but for the first one. */
    private Flow.Publisher<E> borrowed(@Nullable Long after, LongConsumer begin) {
        SharedRun<E> by;
        synchronized (this) {
            if (after != null || lender == null) {
                lender = (joined.isEmpty() ? runs : joined)
                        .stream()
                                .max(Comparator.comparing(run -> run.watch().expiry()))
                                .orElse(null);
            }
            by = lender;
        }
        if (by == null) {
            return nobody -> {}; // the last one has left meanwhile
        }
        return by.watch().calls().call(after, start -> {
            begin.accept(start);
            begun(start);
        });
    }

    private void begun(long start) {
        List<SharedRun<E>> waiting;
        synchronized (this) {
            if (call == null || latest.begun()) {
                return;
            }
            latest.begin(start);
            waiting = List.copyOf(runs);
        }
        waiting.forEach(run -> run.begins(start));
    }
}
