package dev.polyrpc.gateway.graph;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One subscriber's run of a {@link ResumedWatch}, over as many calls as it takes. Safe for use by many threads. */
final class WatchRun<E> implements Flow.Subscription {
    private final ResumedWatch<E> watch;
    private final Flow.Subscriber<? super E> subscriber;
    private final Resumption resumption = new Resumption();
    private @Nullable Long position;
    private Flow.@Nullable Subscription current;
    private long outstanding;
    private boolean cancelled;

    WatchRun(ResumedWatch<E> watch, Flow.Subscriber<? super E> subscriber) {
        this.watch = watch;
        this.position = watch.after();
        this.subscriber = subscriber;
    }

    /** Calls the backend: after the last event that came, else where the watch began. */
    void call() {
        Long from;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            from = position;
        }
        try {
            watch.calls().call(from, this::begins).subscribe(new OneCall());
        } catch (RuntimeException fault) {
            subscriber.onError(fault);
        }
    }

    @Override
    public void request(long more) {
        Flow.Subscription call;
        synchronized (this) {
            outstanding += more;
            call = current;
        }
        if (call != null) {
            call.request(more);
        }
    }

    @Override
    public void cancel() {
        Flow.Subscription call;
        synchronized (this) {
            cancelled = true;
            call = current;
        }
        if (call != null) {
            call.cancel();
        }
    }

    /** What the subscriber still waits for; null when nobody does any more. */
    private synchronized @Nullable Long begun(Flow.Subscription call) {
        current = call;
        return cancelled ? null : outstanding;
    }

    private synchronized void begins(long start) {
        if (position == null) {
            position = start;
        }
    }

    /** Whether the event is to be passed on; a lost call is made again after it either way. */
    private synchronized boolean came(E event) {
        position = watch.position().applyAsLong(event);
        resumption.progressed();
        boolean passed = watch.wanted().test(event);
        if (passed) {
            outstanding--;
        }
        return passed;
    }

    /** The pause before the next call; empty when there is none: nobody knows from where to go on, or all is in vain. */
    private synchronized Optional<Duration> lost(Throwable thrown, Duration lived) {
        current = null;
        return position == null ? Optional.empty() : resumption.after(thrown, lived);
    }

    private synchronized boolean over() {
        return cancelled;
    }

    private final class OneCall implements Flow.Subscriber<E> {
        private final long began = System.nanoTime();
        private Flow.@Nullable Subscription call;

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            call = begun;
            Long wanted = begun(begun);
            if (wanted == null) {
                begun.cancel();
            } else if (wanted > 0) {
                begun.request(wanted);
            }
        }

        @Override
        public void onNext(E event) {
            if (came(event)) {
                subscriber.onNext(event);
            } else if (call != null) {
                call.request(1);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            if (over()) {
                return;
            }
            lost(thrown, Duration.ofNanos(System.nanoTime() - began))
                    .ifPresentOrElse(
                            pause -> CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS)
                                    .execute(WatchRun.this::call),
                            () -> subscriber.onError(thrown));
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
