package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.tls.TlsIdentity;
import java.util.List;

/** A Thrift port that demands mutual TLS and a token on each call. Safe for use by many threads. */
public final class ThriftServer implements AutoCloseable {
    private final int port;
    private final List<Runnable> closers;

    ThriftServer(int port, List<Runnable> closers) {
        this.port = port;
        this.closers = List.copyOf(closers);
    }

    /** Begins the making of a server; port 0 lets the system choose one. */
    public static ThriftServerBuilder builder(int port, TlsIdentity identity) {
        return new ThriftServerBuilder(port, identity);
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Takes no new connection and no new call, lets calls end until the drain time-out, then cuts them off. */
    @Override
    public void close() {
        closers.forEach(Runnable::run);
    }
}
