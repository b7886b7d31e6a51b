package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Comparator;
import java.util.EnumSet;
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
final class Tail<E> {
    private static final Set<Kind> REFUSALS = EnumSet.of(Kind.DENIED, Kind.UNAUTHENTICATED);
    /** What a backend tells a subject that has as many streams as one may have, however many subscribers it is here. */
    private static final String HAS_ENOUGH = "SUBJECT_STREAMS_FULL";

    private static final Set<Kind> FOR_ALL = EnumSet.of(Kind.UNAVAILABLE, Kind.OUT_OF_RANGE);

    private final ToLongFunction<E> position;
    private final UnaryOperator<E> shown;
    private final LatestEvents<E> latest;
    private final Set<SharedRun<E>> runs = new LinkedHashSet<>();
    private final Set<SharedRun<E>> joined = new LinkedHashSet<>();
    private @Nullable Feed feed;
    private @Nullable SharedRun<E> lender;
    private boolean asked;
    /** Calls in a row that failed before they began, refusals left out. */
    private int refused;

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
        Feed begun;
        long next;
        synchronized (this) {
            if (feed != null || (!fromNow && runs.size() < 2)) {
                return -1;
            }
            lender = run;
            if (fromNow) {
                joined.add(run);
            }
            next = fromNow ? latest.next() : -1;
            begun = new Feed(null);
            feed = begun;
        }
        begun.call.call();
        return next;
    }

    /** Has a run that has seen all up to a position go on from here: the number of its next event, -1 where too much lies between. */
    synchronized long join(SharedRun<E> run, long seen) {
        long next = feed == null ? -1 : latest.after(seen);
        if (next < 0
                || latest.next() - next > LatestEvents.KEPT / 2) { // who joins at the edge is lost at the next event
            return -1;
        }
        joined.add(run);
        return next;
    }

    /** Whether a run has to catch up by itself, as its next event is kept no more. */
    synchronized boolean hasLost(SharedRun<E> run, long next) {
        return latest.lost(next) && joined.remove(run);
    }

    /** A run's next event; null when it is still to come, which it is asked to, or the run will be told what else there is. */
    @Nullable
    E take(SharedRun<E> run, long number) {
        Feed from;
        synchronized (this) {
            if (!joined.contains(run) || latest.lost(number)) {
                return null;
            }
            if (number < latest.next()) {
                return latest.get(number);
            }
            from = asked ? null : feed;
            asked = from != null || asked;
        }
        if (from != null) {
            from.call.request(1);
        }
        return null;
    }

    /** A run wants nothing more: a call that is of no use to anybody ends; one by its right brings one event more. */
    void leave(SharedRun<E> run) {
        Feed useless = null;
        synchronized (this) {
            joined.remove(run);
            if (run == lender) {
                lender = null;
            }
            if (joined.isEmpty() && runs.size() < 2) {
                useless = feed;
                end();
            }
        }
        if (useless != null) {
            useless.call.cancel();
        }
    }

    /** A refusal is for the one by whose right the call was made: the others go on by that of another. */
    private void failed(Feed by, Throwable thrown) {
        Feed next = null;
        List<SharedRun<E>> ended;
        List<SharedRun<E>> others;
        synchronized (this) {
            if (feed != by) {
                return;
            }
            ended = isHisAlone(thrown, by)
                    ? joined.stream().filter(run -> run == lender).toList()
                    : List.copyOf(joined);
            refused += isRefusal(thrown) ? 0 : 1;
            ended.forEach(joined::remove);
            others = List.copyOf(joined);
            if (others.isEmpty() || !latest.begun()) {
                end();
            } else {
                next = goOn();
            }
        }
        ended.forEach(run -> run.fail(thrown));
        if (next != null) {
            next.call.call();
            others.forEach(SharedRun::ask);
        }
    }

    /** Whether others may fare better: for other reasons than refusals, two calls that failed one after the other tell for all. */
    private boolean isHisAlone(Throwable thrown, Feed by) {
        return isRefusal(thrown) || (!by.accepted && refused == 0 && !is(FOR_ALL, thrown));
    }

    private static boolean isRefusal(Throwable thrown) {
        Failure failure = GraphErrors.failure(thrown);
        return is(REFUSALS, thrown) || (failure != null && failure.reason().equals(HAS_ENOUGH));
    }

    private static boolean is(Set<Kind> kinds, Throwable thrown) {
        Failure failure = GraphErrors.failure(thrown);
        return failure != null && kinds.contains(failure.kind());
    }

    private void end() {
        feed = null;
        asked = false;
        latest.forget();
    }

    /** The call after the one that was lost or given up, by the right that lasts longest. */
    private Feed goOn() {
        lender = null;
        asked = false;
        Feed next = new Feed(latest.begun() ? latest.head() : null);
        feed = next;
        return next;
    }

    /** One call, over as many as it takes; what still comes of it after it was given up is passed over. */
    private final class Feed implements Flow.Subscriber<E> {
        private final WatchRun<E> call;
        private boolean accepted;

        Feed(@Nullable Long start) {
            call = new WatchRun<>(new ResumedWatch<>(start, position, event -> true, this::borrowed), this);
        }

        @Override
        public void onSubscribe(Flow.Subscription unused) {}

        @Override
        public void onNext(E event) {
            Feed next = null;
            List<SharedRun<E>> waiting;
            synchronized (Tail.this) {
                if (feed != this) {
                    return;
                }
                asked = false;
                if (runs.size() < 2
                        && latest.begun()) { // whom a faster one has left behind reads them by a call of his own
                    latest.drop();
                }
                latest.add(shown.apply(event));
                if (lender == null) { // not at once: those who leave together would hand it on one by one
                    next = goOn();
                }
                waiting = List.copyOf(joined);
            }
            if (next != null) {
                call.cancel();
                next.call.call();
            }
            waiting.forEach(SharedRun::ask);
        }

        @Override
        public void onError(Throwable thrown) {
            failed(this, thrown);
        }

        @Override
        public void onComplete() {
            failed(this, new Failure(Kind.UNAVAILABLE, "WATCH_ENDED", "the watch has ended"));
        }

        /** A call by the right that lasts longest, but for the first one. */
        private Flow.Publisher<E> borrowed(@Nullable Long after, LongConsumer begin) {
            SharedRun<E> by;
            synchronized (Tail.this) {
                if (feed == this && (after != null || lender == null)) {
                    lender = (joined.isEmpty() ? runs : joined)
                            .stream()
                                    .max(Comparator.comparing(run -> run.watch().expiry()))
                                    .orElse(null);
                }
                by = feed == this ? lender : null;
                accepted = false;
            }
            if (by == null) {
                return nobody -> {}; // the last one has left meanwhile, or it was given up
            }
            return by.watch().calls().call(after, start -> {
                begin.accept(start);
                begun(start);
            });
        }

        private void begun(long start) {
            List<SharedRun<E>> waiting;
            synchronized (Tail.this) {
                if (feed != this) {
                    return;
                }
                accepted = true;
                refused = 0;
                if (latest.begun()) {
                    return;
                }
                latest.begin(start);
                waiting = List.copyOf(runs);
            }
            waiting.forEach(run -> run.begins(start));
        }
    }
}
