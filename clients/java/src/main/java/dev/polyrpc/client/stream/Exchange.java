package dev.polyrpc.client.stream;

import dev.polyrpc.client.stream.StreamCall.Accepted;
import dev.polyrpc.client.stream.StreamCall.Answer;
import dev.polyrpc.client.stream.StreamCall.Ended;
import dev.polyrpc.client.stream.StreamCall.Signal;
import io.grpc.ClientCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Items and their answers over a bidirectional stream, and over as many as it takes: what was not answered when one is
 * lost is sent again over the next, with the same request id, so that it takes effect once. Any thread submits; one takes
 * the answers, and no more than a window of items waits for theirs.
 *
 * @param <Q> an item
 * @param <A> an answer
 */
public final class Exchange<Q, A> {
    /** Items at most that wait for their answers. */
    static final int WINDOW = 64;

    private final Supplier<ClientCall<Q, A>> calls;
    private final ToLongFunction<A> itemOf;
    private final Reconnection reconnection;
    private final Map<Long, Q> unanswered = new LinkedHashMap<>();
    private @Nullable StreamCall<Q, A> call;
    private boolean finished;

    /**
     * Makes an exchange, which calls when answers are first asked for.
     *
     * @param calls makes a new call for each attempt, with a token of its own
     * @param itemOf number of the item that an answer is for
     */
    public Exchange(Supplier<ClientCall<Q, A>> calls, ToLongFunction<A> itemOf, Reconnection reconnection) {
        this.calls = calls;
        this.itemOf = itemOf;
        this.reconnection = reconnection;
    }

    /** Sends an item, once there is room in the window. */
    public synchronized void submit(long number, Q item) throws InterruptedException {
        while (unanswered.size() >= WINDOW) {
            wait();
        }
        unanswered.put(number, item);
        if (call != null) {
            call.send(item);
        }
    }

    /** There are no more items: answers end with that to the last one. */
    public synchronized void finish() {
        finished = true;
        if (call != null) {
            call.halfClose();
        }
    }

    /** Waits for the next answer; null after the last. Throws what ended the exchange for good. */
    public @Nullable A next() throws InterruptedException {
        while (true) {
            StreamCall<Q, A> current = opened();
            if (current == null) {
                return null;
            }
            Signal<A> signal = current.take();
            if (signal instanceof Accepted) {
                accepted();
            } else if (signal instanceof Ended<A> ended) {
                lost(ended);
            } else if (signal instanceof Answer<A> answer && answered(answer.message())) {
                return answer.message();
            }
        }
    }

    /** What was submitted, and whose answer did not come. */
    public synchronized List<Q> unanswered() {
        return new ArrayList<>(unanswered.values());
    }

    /** The call under way, begun with what waits for its answer; null when there is nothing left to do. */
    private synchronized @Nullable StreamCall<Q, A> opened() {
        if (call == null && !(finished && unanswered.isEmpty())) {
            call = StreamCall.start(calls.get(), WINDOW);
            unanswered.values().forEach(call::send);
            if (finished) {
                call.halfClose();
            }
        }
        return call;
    }

    private synchronized void accepted() {
        if (unanswered.isEmpty()) {
            reconnection.connected();
        } else {
            reconnection.reached(); // only an answer shows that it goes on
        }
    }

    private synchronized boolean answered(A answer) {
        reconnection.progressed();
        boolean known = unanswered.remove(itemOf.applyAsLong(answer)) != null;
        notifyAll();
        return known;
    }

    private void lost(Ended<A> ended) throws InterruptedException {
        synchronized (this) {
            call = null;
            if (finished && unanswered.isEmpty()) {
                return;
            }
        }
        TimeUnit.NANOSECONDS.sleep(reconnection.pauseAfter(ended.problem()).toNanos());
    }
}
