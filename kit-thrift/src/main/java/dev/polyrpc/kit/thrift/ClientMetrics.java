package dev.polyrpc.kit.thrift;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What calls take, as those see them who make them. Safe for use by many threads. */
final class ClientMetrics {
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("method");
    private static final AttributeKey<String> CODE = AttributeKey.stringKey("code");
    private static final List<Double> SECONDS =
            List.of(0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0);

    private final DoubleHistogram durations;
    private final Map<Outcome, Attributes> known = new ConcurrentHashMap<>();

    ClientMetrics(Meter meter) {
        durations = meter.histogramBuilder("polyrpc.thrift.client.call.duration")
                .setDescription("How long calls took that this process made")
                .setUnit("s")
                .setExplicitBucketBoundariesAdvice(SECONDS)
                .build();
    }

    /** A call has ended so. */
    void ended(String method, String code, long beganNanos) {
        double seconds = (System.nanoTime() - beganNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        durations.record(
                seconds,
                known.computeIfAbsent(
                        new Outcome(method, code),
                        outcome -> Attributes.of(METHOD, outcome.method, CODE, outcome.code)));
    }

    private record Outcome(String method, String code) {}
}
