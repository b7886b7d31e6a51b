package dev.polyrpc.gateway.request;

import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.telemetry.AccessLog;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import org.jspecify.annotations.Nullable;

/** Tells the access log of each request, and counts it. Safe for use by many threads. */
public final class RequestLine {
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("graphql.operation.type");
    private static final AttributeKey<String> CODE = AttributeKey.stringKey("code");
    private static final int LONGEST_NAME = 64;

    private final AccessLog log;
    private final DoubleHistogram durations;

    /** Makes a teller that counts in {@code meter}. */
    public RequestLine(AccessLog log, Meter meter) {
        this.log = log;
        durations = meter.histogramBuilder("graphql.server.request.duration")
                .setUnit("s")
                .setDescription("Duration of GraphQL requests by kind of operation and code of the first error")
                .build();
    }

    void write(Exchange exchange) {
        long nanos = System.nanoTime() - exchange.started();
        durations.record(nanos / 1e9, Attributes.of(OPERATION, exchange.operation(), CODE, exchange.code()));
        Caller caller = exchange.caller();
        log.write(new AccessLog.Call(
                exchange.ids().requestId(),
                method(exchange.operation(), exchange.operationName()),
                null,
                caller == null ? null : caller.subject(),
                exchange.code(),
                exchange.operation().equals("query"),
                nanos));
    }

    private static String method(String operation, @Nullable String name) {
        boolean named = name != null && !operation.equals("unknown") && name.length() <= LONGEST_NAME;
        return named ? "graphql/" + operation + "/" + name : "graphql/" + operation;
    }
}
