package dev.polyrpc.gateway;

import dev.polyrpc.kit.grpc.CallContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The watches of a fake backend: changes 1, 2, 3 and so on, as far as a test has published. Each is made only when its call can
 * take it, and counted. Safe for use by many threads.
 */
final class FakeWatches<Q, A> {
    private final Function<Q, OptionalLong> after;
    private final Change<A> change;
    private final List<Q> requests = new ArrayList<>();
    private final List<String> callers = new ArrayList<>();
    private final List<Call> open = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile long published;
    private volatile String text = "";

    /** Knows where a request wants to start, and makes the changes. */
    FakeWatches(Function<Q, OptionalLong> after, Change<A> change) {
        this.after = after;
        this.change = change;
    }

    /** Makes the change at a position, with a text in it that has the length that the test wants. */
    interface Change<A> {
        A at(long position, String text);
    }

    /** What each call asked for. */
    synchronized List<Q> requests() {
        return List.copyOf(requests);
    }

    /** On whose behalf each call was made. */
    synchronized List<String> callers() {
        return List.copyOf(callers);
    }

    /** How many calls are open. */
    synchronized int open() {
        return open.size();
    }

    /** How many changes have left, on all calls. */
    long sent() {
        return sent.get();
    }

    /** Makes changes up to that position, each with a text of that length. */
    void publish(long upTo, int textLength) {
        text = "m".repeat(textLength);
        publish(upTo);
    }

    void publish(long upTo) {
        published = upTo;
        calls().forEach(Call::send);
    }

    /** Ends every open call like that. */
    void cut(RuntimeException how) {
        List<Call> calls = calls();
        synchronized (this) {
            open.clear();
        }
        calls.forEach(call -> call.answers.onError(how));
    }

    synchronized void reset() {
        requests.clear();
        callers.clear();
        sent.set(0);
        published = 0;
        text = "";
    }

    void open(Q request, StreamObserver<A> observer) {
        ServerCallStreamObserver<A> answers = (ServerCallStreamObserver<A>) observer;
        long start = after.apply(request).orElse(published);
        CallContext.answerHeader("x-watch-position", String.valueOf(start));
        Call call = new Call(answers, start);
        answers.setOnCancelHandler(() -> closed(call));
        answers.setOnReadyHandler(call::send);
        synchronized (this) {
            requests.add(request);
            callers.add(CallContext.caller().subject());
            open.add(call);
        }
        call.send();
    }

    private synchronized List<Call> calls() {
        return List.copyOf(open);
    }

    private synchronized void closed(Call call) {
        open.remove(call);
    }

    private final class Call {
        private final ServerCallStreamObserver<A> answers;
        private long position;

        Call(ServerCallStreamObserver<A> answers, long after) {
            this.answers = answers;
            this.position = after;
        }

        synchronized void send() {
            while (position < published && answers.isReady()) {
                position++;
                sent.incrementAndGet();
                answers.onNext(change.at(position, text));
            }
        }
    }
}
