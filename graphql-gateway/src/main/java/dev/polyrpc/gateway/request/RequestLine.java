package dev.polyrpc.gateway.request;

import dev.polyrpc.gateway.trace.Trace;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.telemetry.RequestId;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the access log of each request, counts it, and is its span. Safe for use by many threads. */
public final class RequestLine {
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("graphql.operation.type");
    private static final AttributeKey<String> CODE = AttributeKey.stringKey("code");
    private static final int LONGEST_NAME = 64;
    private static final String UNKNOWN = "unknown";

    /** Those that are no caller's doing. */
    private static final Set<String> FAULTS = Set.of(ErrorCodes.INTERNAL, "DEADLINE_EXCEEDED", "SERVICE_UNAVAILABLE");

    private final AccessLog log;
    private final DoubleHistogram durations;
    private final Tracer tracer;

    /** Makes a teller that counts in {@code meter}. */
    public RequestLine(AccessLog log, Meter meter, Tracer tracer) {
        this.log = log;
        this.tracer = tracer;
        durations = meter.histogramBuilder("graphql.server.request.duration")
                .setUnit("s")
                .setDescription("Duration of GraphQL requests by kind of operation and code of the first error")
                .build();
    }

    /** A request has come. */
    Exchange begin(HttpCall call) {
        String requestId = RequestId.of(call.header("x-request-id").orElse(null));
        Trace trace =
                Trace.operation(tracer, requestId, call.header("traceparent").orElse(null));
        return new Exchange(call, requestId, trace);
    }

    /** A request has come as a message on a socket: without headers of its own. */
    Exchange begin(Caller caller) {
        Exchange exchange = begin(HttpCall.NONE);
        exchange.caller(caller);
        return exchange;
    }

    /** A request has ended. */
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
        end(exchange);
    }

    private static void end(Exchange exchange) {
        Trace trace = exchange.trace();
        String name = exchange.operationName();
        if (!exchange.operation().equals(UNKNOWN)) {
            trace.is(exchange.operation(), name != null && name.length() <= LONGEST_NAME ? name : null);
        }
        if (FAULTS.contains(exchange.code())) {
            trace.failed(exchange.code());
        } else {
            trace.end();
        }
    }

    private static String method(String operation, @Nullable String name) {
        boolean named = name != null && !operation.equals(UNKNOWN) && name.length() <= LONGEST_NAME;
        return named ? "graphql/" + operation + "/" + name : "graphql/" + operation;
    }
}
