package dev.polyrpc.gateway.socket;

import dev.polyrpc.gateway.delivery.Stall;
import java.time.Duration;

/** Finds clients that have gone without a word. Asks nothing of one that does not read. For use by the socket's thread. */
final class Heartbeat {
    private static final int MOST_MISSED = 3;

    private final SocketPeer peer;
    private final Duration every;
    private final Stall stall;
    private Runnable cancel = () -> {};
    private int unanswered;

    Heartbeat(SocketPeer peer, Duration every, Stall stall) {
        this.peer = peer;
        this.every = every;
        this.stall = stall;
    }

    void start() {
        cancel = peer.later(every, this::beat);
    }

    void stop() {
        cancel.run();
    }

    /** The client has sent something. */
    void alive() {
        unanswered = 0;
    }

    private void beat() {
        if (unanswered == MOST_MISSED) {
            peer.abort(); // a close frame would get no answer either
            return;
        }
        if (peer.full()) {
            stall.begins();
        } else {
            unanswered++;
            peer.ping();
        }
        start();
    }
}
