package dev.polyrpc.token.inbound.http;

import dev.polyrpc.kit.http.HttpsServers;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The HTTPS port of the token service: a client certificate is asked for, not demanded. Safe for use by many threads. */
public final class TokenHttpServer implements AutoCloseable {
    static final String TOKEN = "/oauth2/token";
    static final String JWKS = "/.well-known/jwks.json";

    private static final int MOST_HEADER_BYTES = 8 * 1024;
    private static final int MOST_STREAMS = 100;
    private static final int HANDSHAKE_SECONDS = 10;
    private static final int START_SECONDS = 10;
    private static final int EVENT_LOOPS = 2;

    private final Vertx vertx;
    private final HttpServer server;
    private final Duration drainTimeout;

    private TokenHttpServer(Vertx vertx, HttpServer server, Duration drainTimeout) {
        this.vertx = vertx;
        this.server = server;
        this.drainTimeout = drainTimeout;
    }

    /** Starts to listen; port 0 lets the system choose one. A connection silent for the idle time is closed. */
    public static TokenHttpServer start(
            int port, TlsIdentity identity, Requests requests, Duration idle, Duration drainTimeout) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            HttpServer server = vertx.createHttpServer(options(identity, idle))
                    .requestHandler(requests::handle)
                    .listen(port)
                    .await(START_SECONDS, TimeUnit.SECONDS);
            return new TokenHttpServer(vertx, server, drainTimeout);
        } catch (Exception e) {
            vertx.close();
            throw new IllegalStateException("port %d: cannot listen".formatted(port), e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** Takes no new connection, lets what has begun end, then closes. */
    @Override
    public void close() {
        join(server.shutdown(drainTimeout.toMillis(), TimeUnit.MILLISECONDS));
        join(vertx.close()); // not chained: what runs on its own threads would end with them, unheard
    }

    private static void join(Future<Void> end) {
        end.toCompletionStage().toCompletableFuture().join();
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
