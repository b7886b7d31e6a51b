package dev.polyrpc.gateway.socket;

import java.time.Duration;

/** The socket of one client, as its transport offers it. For use by the socket's own thread, but for {@link #execute}. */
public interface SocketPeer {
    /** Runs an action on the socket's thread: at once where that is the caller's. */
    void execute(Runnable action);

    /** Runs an action on the socket's thread later, unless what is returned was run before. */
    Runnable later(Duration delay, Runnable action);

    /** Sends a text; it is queued where the client is slow. */
    void send(String text);

    /** Whether the queue is full; {@link SocketSession#writable} is called once it no longer is. */
    boolean full();

    /** Asks the client for a sign of life, which {@link SocketSession#alive} is told of. */
    void ping();

    /** Closes the socket with a code and a reason. */
    void close(int code, String reason);

    /** Cuts the connection off, whatever is queued. */
    void abort();
}
