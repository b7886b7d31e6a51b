package dev.polyrpc.kit.thrift;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Calls one backend over a pool of connections that heals itself: a broken connection is never used again, one is always
 * kept open, and what the contract calls idempotent is tried again within the call's time. Answers come on the event loop:
 * whoever waits in one stops every call of the channel. Safe for use by many threads.
 */
public final class ThriftChannel implements AutoCloseable {
    private static final long CLOSE_S = 1;

    private final EventLoop loop;
    private final ConnectionPool pool;
    private final RetryBudget retries;
    private final ClientMetrics metrics;
    private final Consumer<ThriftChannel> afterwards;

    ThriftChannel(
            EventLoop loop,
            ConnectionPool pool,
            RetryBudget retries,
            ClientMetrics metrics,
            Consumer<ThriftChannel> afterwards) {
        this.loop = loop;
        this.pool = pool;
        this.retries = retries;
        this.metrics = metrics;
        this.afterwards = afterwards;
    }

    /**
     * Makes a call; it fails with a {@link dev.polyrpc.kit.failure.Failure} and ends within its time. Who cancels it gives
     * up waiting: what was asked may still happen.
     */
    public <Q, A> CompletableFuture<A> call(ThriftMethod<Q, A> method, Q request, ThriftCallOptions options) {
        OutgoingCall<Q, A> call = new OutgoingCall<>(method, request, options, loop, pool, retries, metrics);
        CompletableFuture<A> answer = call.answer();
        onLoop(call::start);
        CompletableFuture<A> unused = answer.whenComplete((value, failure) -> {
            if (answer.isCancelled()) {
                onLoop(call::abandon);
            }
        });
        return answer;
    }

    /** Whether there is a connection now. */
    public boolean ready() {
        return pool.isReady();
    }

    /** Takes no more calls; those under way have a second to end. */
    @Override
    public void close() {
        afterwards.accept(this);
        onLoop(pool::close);
        if (loop.inEventLoop()) {
            return;
        }
        try {
            pool.ended().get(CLOSE_S, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            onLoop(pool::cut);
        } catch (InterruptedException e) {
            onLoop(pool::cut);
            Thread.currentThread().interrupt();
        }
    }

    /** Has connections replaced that show an earlier certificate than we have now. */
    void renew() {
        onLoop(pool::renew);
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
