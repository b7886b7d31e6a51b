package dev.polyrpc.gateway.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Times how long a client has read nothing: at the limit it is told to be too slow, and where it does not read that within a
 * third of the limit it is cut off. For use by the client's thread.
 */
public final class Stall {
    private final Peer peer;
    private final Duration limit;
    private final Runnable tooSlow;
    private @Nullable Runnable cancel;

    /** Makes a watch over one client; {@code tooSlow} runs at the limit, and tells the client. */
    public Stall(Peer peer, Duration limit, Runnable tooSlow) {
        this.peer = peer;
        this.limit = limit;
        this.tooSlow = tooSlow;
    }

    /** How long a client has to read its last words. */
    public static Duration grace(Duration limit) {
        return limit.dividedBy(3);
    }

    /** The client's queue is full, now or still. */
    public void begins() {
        if (cancel == null) {
            cancel = peer.later(limit, this::atLimit);
        }
    }

    /** The client has read, or is gone. */
    public void ends() {
        if (cancel != null) {
            cancel.run();
            cancel = null;
        }
    }

    private void atLimit() {
        cancel = peer.later(grace(limit), peer::abort); // a last word waits behind what is not read
        tooSlow.run();
    }
}
