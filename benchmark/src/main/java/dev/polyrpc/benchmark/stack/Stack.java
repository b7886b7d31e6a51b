package dev.polyrpc.benchmark.stack;

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
        int port = process.port("grpc");
        return certificates == null
                ? Connections.plaintext(port, count)
                : Connections.mutualTls(port, count, certificates);
    }

    @Override
    public void close() {
        process.close();
    }
}
