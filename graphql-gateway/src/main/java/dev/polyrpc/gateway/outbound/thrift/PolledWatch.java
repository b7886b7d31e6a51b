package dev.polyrpc.gateway.outbound.thrift;

import dev.polyrpc.gateway.graph.RequestScope;
import dev.polyrpc.kit.call.Turns;
import dev.polyrpc.kit.failure.Causes;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes of stock as a subscription, by calls that wait for the next ones: no call is made while nobody wants more than what
 * has come already. Safe for use by many threads.
 */
final class PolledWatch implements Flow.Subscription {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final int MOST_AT_ONCE = 100;

    private final ThriftBackendCalls calls;
    private final WatchInventoryRequest request;
    private final RequestScope scope;
    private final LongConsumer begin;
    private final Flow.Subscriber<? super WatchInventoryResponse> subscriber;
    private final Turns turns = new Turns(this::turn);
    private final AtomicLong wanted = new AtomicLong();
    private volatile boolean cancelled;
    private volatile @Nullable Arrived arrived;

    // What follows is for turns alone.
    private final Queue<InventoryEvent> fetched = new ArrayDeque<>();
    private @Nullable Long after;
    private @Nullable CompletableFuture<?> poll;
    private boolean begun;

    PolledWatch(
            ThriftBackendCalls calls,
            WatchInventoryRequest request,
            RequestScope scope,
            LongConsumer begin,
            Flow.Subscriber<? super WatchInventoryResponse> subscriber) {
        this.calls = calls;
        this.request = request;
        this.scope = scope;
        this.begin = begin;
        this.subscriber = subscriber;
        this.after = request.hasAfter() ? request.getAfter() : null;
    }

    /** One poll's answer, or why there is none. */
    private record Arrived(
            dev.polyrpc.thrift.product.v1.@Nullable WatchInventoryResponse answer,
            @Nullable Throwable failure) {}

    void start() {
        subscriber.onSubscribe(this);
        turns.ask();
    }

    @Override
    public void request(long more) {
        wanted.updateAndGet(before -> before + more < 0 ? Long.MAX_VALUE : before + more);
        turns.ask();
    }

    @Override
    public void cancel() {
        cancelled = true;
        turns.ask();
    }

    private void turn() {
        takeIn();
        while (!cancelled && wanted.get() > 0 && !fetched.isEmpty()) {
            wanted.decrementAndGet();
            subscriber.onNext(WatchInventoryResponse.newBuilder()
                    .setEvent(fetched.remove())
                    .build());
        }
        if (cancelled) {
            giveUp();
        } else if (poll == null && fetched.isEmpty() && (!begun || wanted.get() > 0)) {
            ask();
        }
    }

    private void takeIn() {
        Arrived now = arrived;
        if (now == null) {
            return;
        }
        arrived = null;
        poll = null;
        if (cancelled) {
            return;
        }
        if (now.answer == null) {
            cancelled = true;
            subscriber.onError(
                    now.failure == null ? new NullPointerException("answer") : Causes.unwrapped(now.failure));
            return;
        }
        if (!begun) {
            begun = true;
            begin.accept(after == null ? now.answer.getNextAfter() : after);
        }
        after = now.answer.getNextAfter();
        fetched.addAll(ProductMessages.events(now.answer.getEvents()));
    }

    /** The first call waits for nothing: it says where the watch begins. */
    private void ask() {
        Duration wait = begun ? WAIT : Duration.ZERO;
        var asked = new dev.polyrpc.thrift.product.v1.WatchInventoryRequest()
                .setProductIds(request.getProductIdsList())
                .setLimit((int) Math.max(1, Math.min(wanted.get(), MOST_AT_ONCE)))
                .setWaitMs((int) wait.toMillis());
        if (after != null) {
            asked.setAfter(after);
        }
        ThriftBackendCalls.Poll<dev.polyrpc.thrift.product.v1.WatchInventoryResponse> asking =
                calls.poll(ProductMethods.WATCH, asked, scope, wait);
        poll = asking.call();
        CompletableFuture<?> unused = asking.answer().whenComplete((found, failure) -> {
            arrived = new Arrived(found, failure);
            turns.ask();
        });
    }

    private void giveUp() {
        fetched.clear();
        CompletableFuture<?> pending = poll;
        poll = null;
        if (pending != null) {
            pending.cancel(false);
        }
    }
}
