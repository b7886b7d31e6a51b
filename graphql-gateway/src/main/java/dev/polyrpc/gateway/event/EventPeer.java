package dev.polyrpc.gateway.event;

import java.time.Duration;

/** An answer that stays open, as its transport offers it. For use by the answer's own thread, but for {@link #execute}. */
public interface EventPeer {
    /** Runs an action on the answer's thread: at once where that is the caller's. */
    void execute(Runnable action);

    /** Runs an action on the answer's thread later, unless what is returned was run before. */
    Runnable later(Duration delay, Runnable action);

    /** Sends a text; it is queued where the client is slow. */
    void send(String text);

    /** Whether the queue is full; {@link EventStream#writable} is called once it no longer is. */
    boolean full();

    /** Ends the answer behind what is queued. */
    void end();

    /** Cuts the answer off, whatever is queued. */
    void abort();
}
