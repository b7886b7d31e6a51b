package dev.polyrpc.benchmark.stack;

import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One server to be measured. Safe for use by many threads.
 *
 * @param process that serves
 * @param certificates to show it, where it asks for some
 */
public record Stack(ChildProcess process, @Nullable Path certificates) implements AutoCloseable {
    /** Opens so many connections. */
    public Connections connect(int count) {
        return connect(count, NettyChannelBuilder.DEFAULT_FLOW_CONTROL_WINDOW);
    }

    /** Opens connections whose streams take so many bytes off the wire before anybody reads. */
    public Connections connect(int count, int window) {
        int port = process.port("grpc");
        return certificates == null
                ? Connections.plaintext(port, count, window)
                : Connections.mutualTls(port, count, window, certificates);
    }

    @Override
    public void close() {
        process.close();
    }
}
