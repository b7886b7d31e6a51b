package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.tls.TlsIdentity;
import io.grpc.Server;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gRPC port that demands mutual TLS and, by contract, a token on each call. Safe for use by many threads. */
public final class GrpcServer implements AutoCloseable {
    private static final long FORCED_S = 1;

    private final Server server;
    private final int port;
    private final HealthStatusManager health;
    private final Duration drainTimeout;
    private final List<Runnable> afterwards;

    GrpcServer(Server server, HealthStatusManager health, Duration drainTimeout, List<Runnable> afterwards) {
        this.server = server;
        this.port = server.getPort(); // kept, as a server that has ended no longer tells
        this.health = health;
        this.drainTimeout = drainTimeout;
        this.afterwards = List.copyOf(afterwards);
    }

    /** Begins the making of a server; port 0 lets the system choose one. */
    public static GrpcServerBuilder builder(int port, TlsIdentity identity) {
        return new GrpcServerBuilder(port, identity);
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Waits until the server has ended. */
    public void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }

    /** Says NOT_SERVING and GOAWAY, lets the calls that run end until the drain time-out, then cuts them off. */
    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdown();
        try {
            if (!server.awaitTermination(drainTimeout.toNanos(), TimeUnit.NANOSECONDS)) {
                server.shutdownNow();
                server.awaitTermination(FORCED_S, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        afterwards.forEach(Runnable::run);
    }
}
