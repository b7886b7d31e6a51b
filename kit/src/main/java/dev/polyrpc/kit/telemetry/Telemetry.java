package dev.polyrpc.kit.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.ExemplarFilter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;

/** The metrics of one process, named by OpenTelemetry's conventions, read in Prometheus' form, and its spans. Safe for use by many threads. */
public final class Telemetry implements AutoCloseable {
    /** The scope of our own metrics. */
    public static final String OURS = "dev.polyrpc";

    private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

    private final PrometheusMetricReader reader;
    private final OpenTelemetrySdk sdk;

    private Telemetry(PrometheusMetricReader reader, OpenTelemetrySdk sdk) {
        this.reader = reader;
        this.sdk = sdk;
    }

    /**
     * Starts the metrics of the process {@code name}.
     *
     * @param spans who gets the spans; where nobody does, none is made
     */
    public static Telemetry start(String name, SpanProcessor... spans) {
        Resource resource = Resource.create(Attributes.builder()
                .put("service.name", name)
                .put("service.namespace", "polyrpc")
                .build());
        PrometheusMetricReader reader = PrometheusMetricReader.builder()
                .setOtelScopeLabelsEnabled(false)
                .build();
        SdkMeterProvider meters = SdkMeterProvider.builder()
                .setResource(resource)
                .setExemplarFilter(ExemplarFilter.alwaysOff())
                .registerMetricReader(reader)
                .build();
        SdkTracerProviderBuilder tracers = SdkTracerProvider.builder().setResource(resource);
        List.of(spans).forEach(tracers::addSpanProcessor);
        Telemetry telemetry = new Telemetry(
                reader,
                OpenTelemetrySdk.builder()
                        .setMeterProvider(meters)
                        .setTracerProvider(tracers.build())
                        .build());
        ProcessMetrics.register(telemetry.meter());
        return telemetry;
    }

    /** For libraries that measure themselves, such as gRPC. */
    public OpenTelemetry openTelemetry() {
        return sdk;
    }

    /** For our own metrics. */
    public Meter meter() {
        return sdk.getMeter(OURS);
    }

    /** For our own spans. */
    public Tracer tracer() {
        return sdk.getTracer(OURS);
    }

    /** Reads a number of ours whenever the metrics are asked for. */
    public void gauge(String name, String description, LongSupplier value) {
        ObservableLongGauge unused = meter().gaugeBuilder(name)
                .ofLongs()
                .setDescription(description)
                .buildWithCallback(gauge -> gauge.record(value.getAsLong()));
    }

    /** All metrics now, in Prometheus' text form. */
    public String scrape() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            WRITER.write(text, reader.collect(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        sdk.close();
    }
}
