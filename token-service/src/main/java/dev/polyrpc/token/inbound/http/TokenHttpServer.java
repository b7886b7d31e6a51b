package dev.polyrpc.token.inbound.http;

import dev.polyrpc.kit.http.HttpsPort;
import dev.polyrpc.kit.http.HttpsServers;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The HTTPS port of the token service: a client certificate is asked for, not demanded. Safe for use by many threads. */
public final class TokenHttpServer implements AutoCloseable {
    static final String TOKEN = "/oauth2/token";
    static final String INTROSPECTION = "/oauth2/introspect";
    static final String REVOCATION = "/oauth2/revoke";
    static final String JWKS = "/.well-known/jwks.json";

    private static final int MOST_HEADER_BYTES = 8 * 1024;
    private static final int MOST_STREAMS = 100;
    private static final int HANDSHAKE_SECONDS = 5;

    private final HttpsPort port;

    private TokenHttpServer(HttpsPort port) {
        this.port = port;
    }

    /** Starts to listen; port 0 lets the system choose one. A connection silent for the idle time is closed, and one whose
     * client comes to be denied. */
    public static TokenHttpServer start(
            int port, TlsIdentity identity, PeerPolicy peers, Requests requests, Duration idle, Duration drainTimeout) {
        return new TokenHttpServer(HttpsPort.open(
                port,
                identity,
                peers,
                options(identity, idle),
                server -> server.requestHandler(requests::handle),
                drainTimeout));
    }

    /** The port it listens on. */
    public int port() {
        return port.number();
    }

    /** Takes no new connection, lets what has begun end, then closes. */
    @Override
    public void close() {
        port.close();
    }

    private static HttpServerOptions options(TlsIdentity identity, Duration idle) {
        HttpServerOptions options = HttpsServers.options(identity, ClientAuth.REQUEST)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setMaxInitialLineLength(MOST_HEADER_BYTES)
                .setIdleTimeout(Math.toIntExact(Math.max(1, idle.toSeconds())));
        options.setSslHandshakeTimeout(HANDSHAKE_SECONDS).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        options.getInitialSettings().setMaxConcurrentStreams(MOST_STREAMS);
        return options;
    }
}
