package dev.polyrpc.gateway.socket;

import dev.polyrpc.gateway.request.GraphqlOverMessages;
import java.time.Clock;
import java.time.Duration;

/**
 * Opens the sessions of sockets. Safe for use by many threads.
 *
 * @param core who answers
 * @param clock says when tokens end
 * @param heartbeat how often a client is asked for a sign of life; cut off is who gives none three times
 * @param slow how long a client may read nothing
 */
public record SocketSessions(GraphqlOverMessages core, Clock clock, Duration heartbeat, Duration slow) {
    /** Begins a session on the socket's own thread; the client has as long as the limits say to tell who it is. */
    public SocketSession open(SocketPeer peer) {
        return new SocketSession(peer, core, clock, heartbeat, slow);
    }
}
