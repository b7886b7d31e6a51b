package dev.polyrpc.kit.http;

import dev.polyrpc.kit.tls.LiveConnections;
import io.vertx.core.http.HttpConnection;
import javax.net.ssl.SSLSession;

/** A connection of Vert.x's as {@link LiveConnections} sees it. Safe for use by many threads. */
record HttpsConnection(HttpConnection connection) implements LiveConnections.Connection {
    /** Adds one whose handshake is over; it may have resumed a session of a client that was trusted then. */
    static void add(HttpConnection connection, LiveConnections connections) {
        Runnable remove = connections.addResumed(new HttpsConnection(connection));
        connection.closeHandler(closed -> remove.run());
    }

    @Override
    public SSLSession session() {
        return connection.sslSession();
    }

    /** At once: a session that was resumed untrusted may serve nothing. */
    @Override
    public void drain() {
        connection.close();
    }

    @Override
    public void cut() {
        connection.close();
    }
}
