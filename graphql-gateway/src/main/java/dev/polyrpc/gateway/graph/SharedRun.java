package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.call.Turns;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's run of a {@link SharedWatch}. It calls by itself first, which shows that it may, and joins the {@link Tail}
 * once that has all that comes next; where the tail has gone on too far it calls again. Safe for use by many threads.
 */
final class SharedRun<E> implements Flow.Subscription {
    private final SharedWatch<E> watch;
    private final Flow.Subscriber<? super E> subscriber;
    private final Turns turns = new Turns(this::turn);
    private final AtomicLong wanted = new AtomicLong();
    private final Queue<Runnable> arrived = new ConcurrentLinkedQueue<>();
    private volatile boolean cancelled;

    // What follows is for turns alone.
    private @Nullable Tail<E> tail;
    private @Nullable Own own;
    private @Nullable Long position;
    private boolean accepted;
    private boolean over;
    /** Number of the tail's event that comes next, where there is no call of its own. */
    private long next;

    SharedRun(SharedWatch<E> watch, Flow.Subscriber<? super E> subscriber) {
        this.watch = watch;
        this.subscriber = subscriber;
        position = watch.after();
    }

    SharedWatch<E> watch() {
        return watch;
    }

    /** Has it look what there is to do. */
    void ask() {
        turns.ask();
    }

    /** The tail begins there. */
    void begins(long start) {
        arrives(() -> {
            if (own == null && position == null) {
                position = start;
            }
        });
    }

    /** The tail that it has joined has failed it. */
    void fail(Throwable thrown) {
        arrives(() -> {
            if (own == null) {
                end(() -> subscriber.onError(thrown));
            }
        });
    }

    @Override
    public void request(long more) {
        wanted.addAndGet(more);
        turns.ask();
    }

    @Override
    public void cancel() {
        cancelled = true;
        turns.ask();
    }

    private void arrives(Runnable what) {
        arrived.add(what);
        turns.ask();
    }

    private void turn() {
        try {
            step();
        } catch (RuntimeException fault) { // or it would never have a turn again
            if (!over) {
                end(() -> subscriber.onError(fault));
            }
        }
    }

    private void step() {
        if (over) {
            return;
        }
        if (cancelled) {
            end(() -> {});
            return;
        }
        Tail<E> shared = entered();
        for (Runnable what = arrived.poll(); what != null && !over; what = arrived.poll()) {
            what.run();
        }
        if (!over && own != null) {
            catchUp(own, shared);
        }
        if (!over && own == null) {
            takeFrom(shared);
        }
    }

    private Tail<E> entered() {
        Tail<E> known = tail;
        if (known != null) {
            return known;
        }
        Tail<E> entered = watch.watches().enter(this);
        tail = entered;
        next = entered.begin(this);
        if (next < 0) {
            own = call();
        }
        return entered;
    }

    private Own call() {
        Own begun = new Own(position);
        own = begun;
        begun.call.call();
        return begun;
    }

    private void catchUp(Own call, Tail<E> shared) {
        long number = accepted && position != null ? shared.join(this, position) : -1;
        if (number >= 0) {
            next = number;
            own = null;
            call.call.cancel();
            return;
        }
        long more = wanted.get() - call.asked;
        if (more > 0) {
            call.asked += more;
            call.call.request(more);
        }
    }

    private void takeFrom(Tail<E> shared) {
        while (wanted.get() > 0) {
            if (shared.hasLost(this, next)) {
                catchUp(call(), shared);
                return;
            }
            E event = shared.take(this, next);
            if (event == null) {
                return;
            }
            next++;
            if (position == null || watch.watches().position(event) > position) {
                pass(event);
            }
        }
    }

    private void pass(E event) {
        position = watch.watches().position(event);
        if (watch.wanted().test(event)) {
            wanted.decrementAndGet();
            subscriber.onNext(event);
        }
    }

    private void end(Runnable how) {
        over = true;
        if (own != null) {
            own.call.cancel();
        }
        if (tail != null) {
            watch.watches().leave(this);
            tail.leave(this);
        }
        how.run();
    }

    /** A call of its own; what comes of it after it was given up is passed over. */
    private final class Own implements Flow.Subscriber<E> {
        private final WatchRun<E> call;
        private long asked;

        Own(@Nullable Long after) {
            call = new WatchRun<>(
                    new ResumedWatch<>(after, event -> watch.watches().position(event), event -> true, this::calls),
                    this);
        }

        private Flow.Publisher<E> calls(@Nullable Long after, LongConsumer begin) {
            return watch.calls().call(after, start -> {
                begin.accept(start);
                arrives(this, () -> {
                    accepted = true;
                    position = position == null ? Long.valueOf(start) : position;
                });
            });
        }

        private void arrives(Own from, Runnable what) {
            SharedRun.this.arrives(() -> {
                if (own == from) {
                    what.run();
                }
            });
        }

        @Override
        public void onSubscribe(Flow.Subscription unused) {}

        @Override
        public void onNext(E event) {
            arrives(this, () -> {
                asked--;
                accepted = true;
                pass(event);
            });
        }

        @Override
        public void onError(Throwable thrown) {
            arrives(this, () -> end(() -> subscriber.onError(thrown)));
        }

        @Override
        public void onComplete() {
            arrives(this, () -> end(subscriber::onComplete));
        }
    }
}
