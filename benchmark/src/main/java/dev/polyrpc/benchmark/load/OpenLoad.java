package dev.polyrpc.benchmark.load;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls that begin at a fixed rate, whatever became of those before. Latencies count from when a call was meant to begin:
 * a server that stops for a while is told of by all calls that should have been made meanwhile. Lives on the client's event
 * loop.
 */
public final class OpenLoad implements Load {
    /** From here on calls are dropped and counted: the server does not keep up. */
    private static final int MOST_WAITING = 10_000;

    private final Client client;
    private final double intervalNs;
    private final Counter counter;
    private final ArrayDeque<Caller> free = new ArrayDeque<>();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private CountDownLatch ended = new CountDownLatch(0);
    private volatile boolean running;
    // Below: touched on the event loop alone.
    private int callers;
    private int waiting;
    private long start;
    private long number;

    /** Begins so many calls a second. */
    public OpenLoad(Client client, int perSecond) {
        this.client = client;
        this.intervalNs = (double) TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.counter = new Counter(client.loop(), client.traffic());
    }

    @Override
    public CompletionStage<Void> begin() {
        ended = new CountDownLatch(1);
        running = true;
        client.loop().execute(() -> {
            start = System.nanoTime();
            number = 0;
            beginDue();
        });
        return failure.minimalCompletionStage();
    }

    @Override
    public Tally mark() {
        return counter.mark();
    }

    @Override
    public void end() throws InterruptedException {
        running = false;
        client.loop().execute(this::endIfIdle);
        Ending.await(ended);
    }

    /** Begins every call whose time has come, and sleeps until that of the next. */
    private void beginDue() {
        if (!running) {
            return;
        }
        long now = System.nanoTime();
        for (long next = intended(); next - now <= 0; next = intended()) {
            number++;
            begin(next);
        }
        Future<?> unused = client.loop().schedule(this::beginDue, intended() - now, TimeUnit.NANOSECONDS);
    }

    private long intended() {
        return start + (long) (number * intervalNs);
    }

    private void begin(long intended) {
        if (waiting == MOST_WAITING) {
            counter.dropped();
            return;
        }
        waiting++;
        Caller caller = free.pollLast();
        (caller == null ? new Caller(callers++) : caller).send(intended);
    }

    private void endIfIdle() {
        if (!running && waiting == 0) {
            ended.countDown();
        }
    }

    private final class Caller implements Answered {
        private final Slot slot;
        private long intended;

        Caller(int number) {
            slot = client.slot(number, this);
        }

        void send(long at) {
            intended = at;
            slot.send();
        }

        @Override
        public void answered(@Nullable Throwable problem) {
            waiting--;
            free.add(this);
            if (problem == null) {
                counter.answered(System.nanoTime() - intended);
            } else {
                running = false;
                failure.completeExceptionally(problem);
            }
            endIfIdle();
        }
    }
}
