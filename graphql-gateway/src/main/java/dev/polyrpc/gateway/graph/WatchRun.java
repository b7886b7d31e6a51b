package dev.polyrpc.gateway.graph;

import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One subscriber's run of a {@link ResumedWatch}, over as many calls as it takes. Safe for use by many threads. */
final class WatchRun implements Flow.Subscription {
    private final WatchCalls calls;
    private final Flow.Subscriber<? super InventoryEvent> subscriber;
    private final Resumption resumption = new Resumption();
    private @Nullable Long position;
    private Flow.@Nullable Subscription current;
    private long wanted;
    private boolean cancelled;

    WatchRun(@Nullable Long after, WatchCalls calls, Flow.Subscriber<? super InventoryEvent> subscriber) {
        this.position = after;
        this.calls = calls;
        this.subscriber = subscriber;
    }

    /** Calls the backend: after the last change that was passed on, else where the watch began. */
    void call() {
        Long from;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            from = position;
        }
        calls.call(from, this::begins).subscribe(new OneCall());
    }

    @Override
    public void request(long more) {
        Flow.Subscription call;
        synchronized (this) {
            wanted += more;
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

    /** Null when nobody wants it any more. */
    private synchronized @Nullable Long begun(Flow.Subscription call) {
        current = call;
        return cancelled ? null : wanted;
    }

    private synchronized void begins(long start) {
        if (position == null) {
            position = start;
        }
    }

    private synchronized void passed(InventoryEvent event) {
        wanted--;
        position = event.getPosition();
        resumption.progressed();
    }

    /** The pause before the next call; empty when there is none: nobody knows from where to go on, or all is in vain. */
    private synchronized Optional<Duration> lost(Throwable thrown, Duration lived) {
        current = null;
        return position == null ? Optional.empty() : resumption.after(thrown, lived);
    }

    private synchronized boolean over() {
        return cancelled;
    }

    private final class OneCall implements Flow.Subscriber<WatchInventoryResponse> {
        private final long began = System.nanoTime();

        @Override
        public void onSubscribe(Flow.Subscription call) {
            Long outstanding = begun(call);
            if (outstanding == null) {
                call.cancel();
            } else if (outstanding > 0) {
                call.request(outstanding);
            }
        }

        @Override
        public void onNext(WatchInventoryResponse answer) {
            passed(answer.getEvent());
            subscriber.onNext(answer.getEvent());
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
