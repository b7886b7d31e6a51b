package dev.polyrpc.gateway.event;

import dev.polyrpc.gateway.request.Answers;
import dev.polyrpc.gateway.request.OperationRefused;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One answer of events: asks for what comes next only while the client's queue has room, so that a client which reads nothing
 * stops what answers it. For use by the answer's thread, but for {@link #drain}; its callbacks come from any.
 */
public final class EventStream implements Flow.Subscriber<String> {
    private static final int MOST_MISSED = 3;
    private static final String COMMENT = ":\n\n";
    private static final String COMPLETE = "event: complete\ndata:\n\n";

    private final EventPeer peer;
    private final Answers answers;
    private final Duration every;
    private final Consumer<EventStream> onEnd;
    private Runnable cancelBeat = () -> {};
    private Flow.@Nullable Subscription source;
    private boolean waiting;
    private boolean ended;
    private int missed;

    /** Makes a stream; {@code onEnd} runs when it is over, whoever ended it. */
    EventStream(EventPeer peer, Answers answers, Duration every, Consumer<EventStream> onEnd) {
        this.peer = peer;
        this.answers = answers;
        this.every = every;
        this.onEnd = onEnd;
    }

    void start() {
        cancelBeat = peer.later(every, this::beat);
        answers.texts().subscribe(this);
    }

    /** The client's queue has room again. */
    public void writable() {
        missed = 0;
        if (waiting) {
            askForMore();
        }
    }

    /** The client has gone. */
    public void closed() {
        if (!ended) {
            end();
            cancelSource();
        }
    }

    /** The gateway is about to stop. */
    void drain() {
        peer.execute(() -> {
            if (answers.lasting() && !ended) {
                end();
                cancelSource();
                peer.end();
            }
        });
    }

    @Override
    public void onSubscribe(Flow.Subscription answering) {
        peer.execute(() -> {
            source = answering;
            if (ended) {
                answering.cancel();
            } else {
                askForMore();
            }
        });
    }

    @Override
    public void onNext(String answer) {
        peer.execute(() -> {
            if (!ended) {
                peer.send(next(answer));
                askForMore();
            }
        });
    }

    @Override
    public void onError(Throwable thrown) {
        String errors = thrown instanceof OperationRefused refused ? refused.errors() : "[]";
        last(next("{\"errors\":" + errors + "}") + COMPLETE);
    }

    @Override
    public void onComplete() {
        last(COMPLETE);
    }

    /** JSON has no line break in it: it is one line of data. */
    private static String next(String json) {
        return "event: next\ndata: " + json + "\n\n";
    }

    private void last(String text) {
        peer.execute(() -> {
            if (!ended) {
                end();
                peer.send(text);
                peer.end();
            }
        });
    }

    private void askForMore() {
        waiting = peer.full();
        if (!waiting && source != null) {
            source.request(1);
        }
    }

    private void beat() {
        missed = peer.full() ? missed + 1 : 0;
        if (missed == MOST_MISSED) {
            closed();
            peer.abort(); // a last word would wait behind what is not read
            return;
        }
        if (missed == 0) {
            peer.send(COMMENT);
        }
        cancelBeat = peer.later(every, this::beat);
    }

    private void cancelSource() {
        if (source != null) {
            source.cancel();
        }
    }

    private void end() {
        ended = true;
        cancelBeat.run();
        onEnd.accept(this);
    }
}
