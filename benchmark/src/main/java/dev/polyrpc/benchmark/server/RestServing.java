package dev.polyrpc.benchmark.server;

import dev.polyrpc.kit.http.HttpsServers;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.process.Running;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** JSON over HTTP/1.1 on Vert.x, one event loop. Safe for use by many threads. */
final class RestServing implements Running {
    private static final String HOST = "localhost";

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Closers closers;
    private final HttpServer server;

    private RestServing(ServerConfig config, Handler<HttpServerRequest> handler, Closers closers) {
        this.closers = closers;
        this.server = vertx.createHttpServer(options(config))
                .requestHandler(handler)
                .listen(0, HOST)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    static RestServing start(ServerConfig config) {
        Closers closers = new Closers();
        RestProducts products = RestProducts.sample();
        if (!config.fromMemory()) {
            Domain domain = Domain.open(config.database());
            closers.push(domain::close);
            products = RestProducts.of(domain);
        }
        Handler<HttpServerRequest> handler = new RestHandler(products);
        return new RestServing(config, RestTokens.where(config, handler, closers), closers);
    }

    private static HttpServerOptions options(ServerConfig config) {
        return switch (config.security()) {
            case PLAINTEXT -> new HttpServerOptions();
            case TLS -> secured(config, ClientAuth.NONE);
            case MUTUAL_TLS, TOKEN -> secured(config, ClientAuth.REQUIRED);
        };
    }

    /** By the TLS library that gRPC and Thrift have, where the platform has it: else the rungs would compare libraries. */
    private static HttpServerOptions secured(ServerConfig config, ClientAuth clients) {
        HttpServerOptions options =
                HttpsServers.options(TlsIdentity.load(config.certificates(), "product-mgmt"), clients);
        return OpenSSLEngineOptions.isAvailable() ? options.setSslEngineOptions(new OpenSSLEngineOptions()) : options;
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("http", server.actualPort());
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        closers.close();
        closed.countDown();
    }
}
