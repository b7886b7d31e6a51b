package dev.polyrpc.gateway.request;

import dev.polyrpc.kit.identity.Caller;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line to the access log for each request, and counts it. */
public final class RequestLine {
    private static final Logger LOG = LoggerFactory.getLogger("access");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("graphql.operation.type");
    private static final AttributeKey<String> CODE = AttributeKey.stringKey("code");

    private final DoubleHistogram durations;

    /** Makes a writer that counts in {@code meter}. */
    public RequestLine(Meter meter) {
        durations = meter.histogramBuilder("graphql.server.request.duration")
                .setUnit("s")
                .setDescription("Duration of GraphQL requests by kind of operation and code of the first error")
                .build();
    }

    void write(Exchange exchange, int status) {
        long nanos = System.nanoTime() - exchange.started();
        durations.record(nanos / 1e9, Attributes.of(OPERATION, exchange.operation(), CODE, exchange.code()));
        Caller caller = exchange.caller();
        LOG.atInfo()
                .addKeyValue("requestId", exchange.ids().requestId())
                .addKeyValue("traceId", exchange.ids().traceId())
                .addKeyValue("method", "graphql/" + exchange.operation())
                .addKeyValue("operation", exchange.operationName())
                .addKeyValue("subject", caller == null ? null : caller.subject())
                .addKeyValue("client", caller == null ? null : caller.client())
                .addKeyValue("status", status)
                .addKeyValue("code", exchange.code())
                .addKeyValue("ms", nanos / 1000 / 1000.0)
                .log("request");
    }
}
