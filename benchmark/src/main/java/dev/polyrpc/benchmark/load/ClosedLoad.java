package dev.polyrpc.benchmark.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A number of callers, each of whom makes one call after the other. All of them live on the client's event loop. */
public final class ClosedLoad implements Load {
    private final Client client;
    private final int inFlight;
    private final int messages;
    private final Counter counter;
    private final List<Caller> callers = new ArrayList<>(); // touched on the event loop alone
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private CountDownLatch ended = new CountDownLatch(0);
    private volatile boolean running;

    /** Keeps so many calls in flight. */
    public ClosedLoad(Client client, int inFlight) {
        this(client, inFlight, 1);
    }

    /** Keeps so many calls in flight, each of which carries so many messages: these are what is counted. */
    public ClosedLoad(Client client, int inFlight, int messages) {
        this.client = client;
        this.inFlight = inFlight;
        this.messages = messages;
        this.counter = new Counter(client.loop(), client.traffic());
    }

    @Override
    public CompletionStage<Void> begin() {
        ended = new CountDownLatch(inFlight);
        running = true;
        client.loop().execute(() -> {
            while (callers.size() < inFlight) {
                callers.add(new Caller(callers.size()));
            }
            callers.forEach(Caller::send);
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
        Ending.await(ended);
    }

    private final class Caller implements Answered {
        private final Slot slot;
        private long start;

        Caller(int number) {
            slot = client.slot(number, this);
        }

        void send() {
            start = System.nanoTime();
            slot.send();
        }

        @Override
        public void answered(@Nullable Throwable problem) {
            if (problem == null) {
                counter.answered(System.nanoTime() - start, messages);
            } else {
                running = false;
                failure.completeExceptionally(problem);
            }
            if (running) {
                send();
            } else {
                ended.countDown();
            }
        }
    }
}
