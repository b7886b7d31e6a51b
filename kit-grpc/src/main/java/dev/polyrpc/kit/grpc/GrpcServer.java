package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.Guard;
import io.grpc.Server;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gRPC port that demands mutual TLS and, by contract, a token on each call. Safe for use by many threads. */
public final class GrpcServer implements AutoCloseable {
    private static final long FORCED_S = 1;
    private static final long LOOK_EVERY_MS = 50;
    /** How long clients have to read the end of their streams. */
    private static final Duration UNREAD = Duration.ofSeconds(1);

    private final Server server;
    private final int port;
    private final HealthStatusManager health;
    private final OpenCalls calls;
    private final Drain drain;
    private final Duration drainTimeout;
    private final List<Runnable> afterwards;

    GrpcServer(
            Server server,
            HealthStatusManager health,
            OpenCalls calls,
            Drain drain,
            Duration drainTimeout,
            List<Runnable> afterwards) {
        this.server = server;
        this.port = server.getPort(); // kept, as a server that has ended no longer tells
        this.health = health;
        this.calls = calls;
        this.drain = drain;
        this.drainTimeout = drainTimeout;
        this.afterwards = List.copyOf(afterwards);
    }

    /** Begins the making of a server; port 0 lets the system choose one. */
    public static GrpcServerBuilder builder(int port, Guard guard) {
        return new GrpcServerBuilder(port, guard);
    }

    /** The port it listens on; -1 where it is a socket. */
    public int port() {
        return port;
    }

    /** Waits until the server has ended. */
    public void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }

    /** How many calls the wire is not done with. */
    int openCalls() {
        return calls.count();
    }

    /** How many streams are closed, but not yet read to their end. */
    int unreadStreams() {
        return drain.unread();
    }

    boolean isDraining() {
        return drain.hasBegun();
    }

    /**
     * Says NOT_SERVING and GOAWAY, ends the streams of answers, lets all other calls end until the drain time-out, then cuts
     * them off; and before that, when nothing is left but clients that do not read.
     */
    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdown();
        drain.begin();
        try {
            if (!drained()) {
                server.shutdownNow();
                server.awaitTermination(FORCED_S, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        afterwards.forEach(Runnable::run);
    }

    private boolean drained() throws InterruptedException {
        long begin = System.nanoTime();
        long busy = begin;
        while (!server.awaitTermination(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
            long now = System.nanoTime();
            if (calls.count() > drain.unread()) {
                busy = now;
            }
            if (now - begin >= drainTimeout.toNanos() || now - busy >= UNREAD.toNanos()) {
                return false;
            }
        }
        return true;
    }
}
