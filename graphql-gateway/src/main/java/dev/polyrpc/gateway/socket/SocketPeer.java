package dev.polyrpc.gateway.socket;

import dev.polyrpc.gateway.delivery.Peer;

/** The socket of one client, as its transport offers it: {@link SocketSession#writable} is called once its queue has room. */
public interface SocketPeer extends Peer {
    /** Asks the client for a sign of life, which {@link SocketSession#alive} is told of. */
    void ping();

    /** Closes the socket with a code and a reason. */
    void close(int code, String reason);
}
