package dev.polyrpc.client.stream;

import dev.polyrpc.client.stream.StreamCall.Answer;
import dev.polyrpc.client.stream.StreamCall.Ended;
import dev.polyrpc.client.stream.StreamCall.Signal;
import io.grpc.ClientCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends any number of items over client streams, one after the other: each ends after so many items or so long, so that
 * its summary comes in time, its token outlives it, and a lost one is sent again without having kept everything. Sent
 * again, an item has the same request id, so that it takes effect once. Not safe for use by many threads.
 *
 * @param <Q> an item
 * @param <A> summary of a stream
 */
public final class Upload<Q, A> {
    /** Longest that a stream may take in all: the deadline of its call. */
    public static final Duration DEADLINE = Duration.ofSeconds(60);

    /** Items of a stream at most: all that is kept. */
    static final int MOST_ITEMS = 5_000;

    private static final Duration LONGEST_SENDING = Duration.ofSeconds(10);

    private final Supplier<ClientCall<Q, A>> calls;
    private final Consumer<A> summaries;
    private final Reconnection reconnection;
    private final List<Q> items = new ArrayList<>();
    private int sent;
    private long began;
    private @Nullable StreamCall<Q, A> call;

    /**
     * Makes an upload.
     *
     * @param calls makes a new call for each stream
     * @param summaries takes each stream's summary
     */
    public Upload(Supplier<ClientCall<Q, A>> calls, Consumer<A> summaries, Reconnection reconnection) {
        this.calls = calls;
        this.summaries = summaries;
        this.reconnection = reconnection;
    }

    /** Sends an item, as soon as the peer takes more. */
    public void send(Q item) throws InterruptedException {
        items.add(item);
        sendAll();
        if (items.size() == MOST_ITEMS || System.nanoTime() - began > LONGEST_SENDING.toNanos()) {
            finish();
        }
    }

    /** Waits until all that was sent has taken effect. */
    public void finish() throws InterruptedException {
        while (!items.isEmpty()) {
            StreamCall<Q, A> current = sendAll();
            current.halfClose();
            A summary = null;
            Ended<A> ended = null;
            while (ended == null) {
                Signal<A> signal = current.take();
                if (signal instanceof Answer<A> answer) {
                    summary = answer.message();
                } else if (signal instanceof Ended<A> end) {
                    ended = end;
                }
            }
            if (summary == null || !ended.status().isOk()) {
                lost(ended);
            } else {
                items.clear();
                call = null;
                reconnection.progressed();
                summaries.accept(summary);
            }
        }
    }

    /** Sends what was not sent yet; over a new call, that is everything. */
    private StreamCall<Q, A> sendAll() throws InterruptedException {
        StreamCall<Q, A> current = opened();
        while (sent < items.size()) {
            if (current.awaitReady()) {
                reconnection.reached();
                current.send(items.get(sent));
                sent++;
            } else {
                lost(current.awaitEnd());
                current = opened();
            }
        }
        return current;
    }

    private StreamCall<Q, A> opened() {
        StreamCall<Q, A> current = call;
        if (current == null) {
            current = StreamCall.start(calls.get(), 2); // two: the second would be one too many, and is found out
            call = current;
            began = System.nanoTime();
            sent = 0;
        }
        return current;
    }

    private void lost(Ended<A> ended) throws InterruptedException {
        call = null;
        TimeUnit.NANOSECONDS.sleep(reconnection.pauseAfter(ended.problem()).toNanos());
    }
}
