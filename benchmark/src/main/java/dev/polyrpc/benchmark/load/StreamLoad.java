package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Connections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** A stream on each connection, all of them on the event loop of these. */
abstract class StreamLoad implements Load {
    final Connections connections;
    final Callers callers;
    final Counter counter;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private CountDownLatch ended = new CountDownLatch(0);
    private volatile boolean running;

    StreamLoad(Connections connections, Callers callers) {
        this.connections = connections;
        this.callers = callers;
        this.counter = new Counter(connections.loop(), connections.traffic());
    }

    /** Opens the stream of that connection; on the loop. */
    abstract void open(int number);

    /** Has streams end that would not do so by themselves; on the loop. */
    void stop() {}

    @Override
    public final CompletionStage<Void> begin() {
        ended = new CountDownLatch(connections.count());
        running = true;
        connections.loop().execute(() -> {
            for (int n = 0; n < connections.count(); n++) {
                open(n);
            }
        });
        return failure.minimalCompletionStage();
    }

    @Override
    public final Tally mark() {
        return counter.mark();
    }

    @Override
    public final void end() throws InterruptedException {
        running = false;
        connections.loop().execute(this::stop);
        Ending.await(ended);
    }

    final boolean isRunning() {
        return running;
    }

    /** A stream is over, and no other follows on its connection. */
    final void ended() {
        ended.countDown();
    }

    final void fail(Exception problem) {
        running = false;
        failure.completeExceptionally(problem);
    }
}
