package dev.polyrpc.benchmark.server.graph;

import dev.polyrpc.benchmark.server.ServerConfig;
import dev.polyrpc.kit.http.HttpsPort;
import dev.polyrpc.kit.http.HttpsServers;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.process.Running;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.vertx.core.Handler;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Starts servers with the gateway's own certificate, all of them over TLS and for callers who show a token. */
public final class GraphServers {
    static final String PROCESS = "gateway";
    static final String PATH = "/graphql";
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private GraphServers() {}

    /** vertx-web-graphql over rows in memory. */
    public static Running vertx(ServerConfig config) {
        TlsIdentity identity = identity(config);
        Closers closers = new Closers();
        return onVertx(identity, VertxGraph.handler(CallerCheck.of(config, identity, closers), closers), closers);
    }

    /** armeria-graphql over rows in memory. */
    public static Running armeria(ServerConfig config) {
        Closers closers = new Closers();
        return ArmeriaGraph.start(config.certificates(), CallerCheck.of(config, identity(config), closers), closers);
    }

    /** No GraphQL at all: the same two calls and the same JSON, written by hand. */
    public static Running byHand(ServerConfig config) {
        TlsIdentity identity = identity(config);
        Closers closers = new Closers();
        CallerCheck callers = CallerCheck.of(config, identity, closers);
        return onVertx(identity, new ByHand(callers, TwoCalls.open(config, identity, closers)), closers);
    }

    private static TlsIdentity identity(ServerConfig config) {
        return TlsIdentity.load(config.certificates(), PROCESS);
    }

    /** On the port that the gateway has: the same event loop, the same TLS. */
    private static Running onVertx(TlsIdentity identity, Handler<HttpServerRequest> handler, Closers closers) {
        HttpsPort port = HttpsPort.open(
                0,
                identity,
                HttpsServers.options(identity, ClientAuth.NONE),
                server -> server.requestHandler(handler),
                DRAIN);
        closers.push(port::close);
        return new Serving(port.number(), closers, new CountDownLatch(1));
    }

    /** A server that runs. */
    record Serving(int port, Closers closers, CountDownLatch closed) implements Running {
        @Override
        public Map<String, Integer> ports() {
            return Map.of("https", port);
        }

        @Override
        public void awaitTermination() throws InterruptedException {
            closed.await();
        }

        @Override
        public void close() {
            closers.close();
            closed.countDown();
        }
    }
}
