package dev.polyrpc.gateway.delivery;

import java.time.Duration;

/** The client of something that stays open, as its transport offers it. For use by its own thread, but for {@link #execute}. */
public interface Peer {
    /** Runs an action on the client's thread: at once where that is the caller's. */
    void execute(Runnable action);

    /** Runs an action on the client's thread later, unless what is returned was run before. */
    Runnable later(Duration delay, Runnable action);

    /** Sends a text; it is queued where the client is slow. */
    void send(String text);

    /** Whether the queue is full; who asked is told once it no longer is. */
    boolean full();

    /** Cuts the client off, whatever is queued. */
    void abort();
}
