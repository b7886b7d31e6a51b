package dev.polyrpc.gateway.event;

import dev.polyrpc.gateway.delivery.Delivery;
import dev.polyrpc.gateway.request.Answers;
import java.time.Duration;
import java.util.function.Consumer;

/** One answer of events, from its head to its end. For use by the answer's thread, but for {@link #drain}. */
public final class EventStream {
    private static final int MOST_MISSED = 3;
    private static final String COMMENT = ":\n\n";

    private final EventPeer peer;
    private final Delivery delivery;
    private final Duration every;
    private final Consumer<EventStream> onEnd;
    private Runnable cancelBeat = () -> {};
    private boolean ended;
    private int missed;

    /** Makes a stream; {@code onEnd} runs when it is over, whoever ended it. */
    EventStream(EventPeer peer, Answers answers, Duration every, Consumer<EventStream> onEnd) {
        this.peer = peer;
        this.every = every;
        this.onEnd = onEnd;
        delivery = new Delivery(answers, peer, EventWording.EVENTS, told -> endBehindWhatIsQueued());
    }

    void start() {
        cancelBeat = peer.later(every, this::beat);
        delivery.start();
    }

    /** The client's queue has room again. */
    public void writable() {
        missed = 0;
        delivery.writable();
    }

    /** The client has gone. */
    public void closed() {
        if (!ended) {
            end();
            delivery.cancel();
        }
    }

    /** The gateway is about to stop. */
    void drain() {
        peer.execute(() -> {
            if (delivery.lasting() && !ended) {
                closed();
                peer.end();
            }
        });
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

    private void endBehindWhatIsQueued() {
        if (!ended) {
            end();
            peer.end();
        }
    }

    private void end() {
        ended = true;
        cancelBeat.run();
        onEnd.accept(this);
    }
}
