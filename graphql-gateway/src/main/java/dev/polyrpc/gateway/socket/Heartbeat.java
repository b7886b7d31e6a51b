package dev.polyrpc.gateway.socket;

import java.time.Duration;

/** Finds clients that have gone without a word, and those that have stopped to read. For use by the socket's thread. */
final class Heartbeat {
    private static final int MOST_MISSED = 3;

    private final SocketPeer peer;
    private final Duration every;
    private Runnable cancel = () -> {};
    private int unanswered;
    private int full;

    Heartbeat(SocketPeer peer, Duration every) {
        this.peer = peer;
        this.every = every;
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

    /** The client has read what was queued. */
    void writable() {
        full = 0;
    }

    private void beat() {
        full = peer.full() ? full + 1 : 0;
        if (full == MOST_MISSED || unanswered == MOST_MISSED) {
            peer.abort(); // a close frame would wait behind what is not read
            return;
        }
        if (full == 0) {
            unanswered++;
            peer.ping();
        }
        start();
    }
}
