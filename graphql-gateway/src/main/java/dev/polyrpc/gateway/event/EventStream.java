package dev.polyrpc.gateway.event;

import dev.polyrpc.gateway.delivery.Delivery;
import dev.polyrpc.gateway.delivery.Stall;
import dev.polyrpc.gateway.request.Answers;
import java.util.function.Consumer;

/** One answer of events, from its head to its end. For use by the answer's thread, but for {@link #drain}. */
public final class EventStream {
    private static final String COMMENT = ":\n\n";

    private final EventPeer peer;
    private final Delivery delivery;
    private final EventStreams settings;
    private final Stall stall;
    private final Consumer<EventStream> onEnd;
    private Runnable cancelBeat = () -> {};
    private boolean ended;

    /** Makes a stream; {@code onEnd} runs when it is over, whoever ended it. */
    EventStream(EventPeer peer, Answers answers, EventStreams settings, Consumer<EventStream> onEnd) {
        this.peer = peer;
        this.settings = settings;
        this.onEnd = onEnd;
        stall = new Stall(peer, settings.slow(), this::tooSlow);
        delivery = new Delivery(answers, peer, stall, EventWording.EVENTS, told -> endBehindWhatIsQueued());
    }

    /** Begins to answer; it may have ended when this returns. */
    public void start() {
        cancelBeat = peer.later(settings.every(), this::beat);
        delivery.start();
        if (settings.closed()) {
            drain();
        }
    }

    /** The client's queue has room again. */
    public void writable() {
        stall.ends();
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
                endPeer();
            }
        });
    }

    private void beat() {
        if (peer.full()) {
            stall.begins();
        } else {
            peer.send(COMMENT);
        }
        cancelBeat = peer.later(settings.every(), this::beat);
    }

    private void tooSlow() {
        delivery.tooSlow();
    }

    private void endBehindWhatIsQueued() {
        if (!ended) {
            end();
            endPeer();
        }
    }

    private void endPeer() {
        peer.end(Stall.grace(settings.slow()));
    }

    private void end() {
        ended = true;
        cancelBeat.run();
        stall.ends();
        onEnd.accept(this);
    }
}
