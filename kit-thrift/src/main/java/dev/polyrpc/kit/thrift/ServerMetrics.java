package dev.polyrpc.kit.thrift;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The metrics of a Thrift port. Safe for use by many threads. */
final class ServerMetrics implements AutoCloseable {
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("method");
    private static final AttributeKey<String> CODE = AttributeKey.stringKey("code");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");
    private static final double NANOS = 1e9;
    /** The bounds that gRPC's own metrics have, so that the two compare. */
    private static final List<Double> SECONDS = List.of(
            0.00001, 0.00005, 0.0001, 0.0003, 0.0006, 0.0008, 0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.008, 0.01,
            0.013, 0.016, 0.02, 0.025, 0.03, 0.04, 0.05, 0.065, 0.08, 0.1, 0.13, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 0.65,
            0.8, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0);

    private final DoubleHistogram durations;
    private final LongCounter closed;
    private final ObservableLongGauge open;
    /** Made once for each method and code. */
    private final Map<String, Map<String, Attributes>> labels = new ConcurrentHashMap<>();

    ServerMetrics(Meter meter, LongSupplier connections) {
        durations = meter.histogramBuilder("polyrpc.thrift.server.call.duration")
                .setUnit("s")
                .setDescription("Time from a whole request to its answer, by method and code")
                .setExplicitBucketBoundariesAdvice(SECONDS)
                .build();
        closed = meter.counterBuilder("polyrpc.thrift.server.connections.closed")
                .setDescription("Connections that the server closed for what came, or did not come, over them")
                .build();
        open = meter.gaugeBuilder("polyrpc.thrift.server.connections")
                .ofLongs()
                .setDescription("Connections that are open")
                .buildWithCallback(gauge -> gauge.record(connections.getAsLong()));
    }

    /** A call has ended. */
    void call(String method, String code, long nanos) {
        durations.record(nanos / NANOS, label(method, code));
    }

    /** A connection is closed for that reason. */
    void closed(String reason) {
        closed.add(1, Attributes.of(REASON, reason));
    }

    @Override
    public void close() {
        open.close();
    }

    private Attributes label(String method, String code) {
        Map<String, Attributes> ofMethod = labels.get(method);
        Attributes known = ofMethod == null ? null : ofMethod.get(code);
        return known != null
                ? known
                : labels.computeIfAbsent(method, each -> new ConcurrentHashMap<>())
                        .computeIfAbsent(code, each -> Attributes.of(METHOD, method, CODE, each));
    }
}
