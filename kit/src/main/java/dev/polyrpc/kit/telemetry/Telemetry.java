package dev.polyrpc.kit.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;

/** The metrics of one process, named by OpenTelemetry's conventions, read in Prometheus' form. Safe for use by many threads. */
public final class Telemetry implements AutoCloseable {
    private Telemetry() {}

    /** Starts the metrics of the process {@code name}. */
    public static Telemetry start(String name) {
        return new Telemetry();
    }

    /** For libraries that measure themselves, such as gRPC. */
    public OpenTelemetry openTelemetry() {
        return OpenTelemetry.noop();
    }

    /** For our own metrics. */
    public Meter meter() {
        return openTelemetry().getMeter("dev.polyrpc");
    }

    /** All metrics now, in Prometheus' text form. */
    public String scrape() {
        return "";
    }

    @Override
    public void close() {}
}
