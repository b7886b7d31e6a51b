package dev.polyrpc.kit.http;

import dev.polyrpc.kit.tls.LiveConnections;
import dev.polyrpc.kit.tls.PeerPolicy;
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
import java.util.function.Consumer;

/** A port that an HTTP server listens on, with a Vert.x of its own. Safe for use by many threads. */
public final class HttpsPort implements AutoCloseable {
    private static final int START_SECONDS = 10;
    private static final int EVENT_LOOPS = 2;

    private final Vertx vertx;
    private final HttpServer server;
    private final Duration drainTimeout;
    private final LiveConnections connections;

    private HttpsPort(Vertx vertx, HttpServer server, LiveConnections connections, Duration drainTimeout) {
        this.vertx = vertx;
        this.connections = connections;
        this.server = server;
        this.drainTimeout = drainTimeout;
    }

    /**
     * Starts to listen; where that fails, nothing stays open. A connection ends once its client's certificate, where it has
     * shown one, is no longer trusted.
     *
     * @param port 0 lets the system choose one
     * @param identity whose certificate is shown, and whose authorities vouch for clients
     * @param options what {@link HttpsServers#options} gave, completed
     * @param handlers sets the server's handlers
     */
    public static HttpsPort open(
            int port,
            TlsIdentity identity,
            HttpServerOptions options,
            Consumer<HttpServer> handlers,
            Duration drainTimeout) {
        return open(port, LiveConnections.incoming(identity), options, handlers, drainTimeout);
    }

    /** The same; a connection also ends once the policy comes to deny its client. */
    public static HttpsPort open(
            int port,
            TlsIdentity identity,
            PeerPolicy peers,
            HttpServerOptions options,
            Consumer<HttpServer> handlers,
            Duration drainTimeout) {
        return open(port, LiveConnections.incoming(identity, peers), options, handlers, drainTimeout);
    }

    private static HttpsPort open(
            int port,
            LiveConnections connections,
            HttpServerOptions options,
            Consumer<HttpServer> handlers,
            Duration drainTimeout) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            HttpServer server = vertx.createHttpServer(options);
            handlers.accept(server);
            if (options.getClientAuth() != ClientAuth.NONE) {
                server.connectionHandler(connection -> HttpsConnection.add(connection, connections));
            }
            HttpServer listening = server.listen(port).await(START_SECONDS, TimeUnit.SECONDS);
            return new HttpsPort(vertx, listening, connections, drainTimeout);
        } catch (Exception e) {
            connections.close();
            vertx.close();
            throw new IllegalStateException("port %d: cannot listen".formatted(port), e);
        }
    }

    /** The port itself. */
    public int number() {
        return server.actualPort();
    }

    /** Takes no new connection, lets what has begun end, then closes. */
    @Override
    public void close() {
        // One after the other: what waits on a loop of Vert.x never hears that Vert.x has closed.
        ended(server.shutdown(drainTimeout.toMillis(), TimeUnit.MILLISECONDS));
        ended(vertx.close());
        connections.close();
    }

    private void ended(Future<Void> end) {
        end.toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(null, drainTimeout.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failed -> null)
                .join();
    }
}
