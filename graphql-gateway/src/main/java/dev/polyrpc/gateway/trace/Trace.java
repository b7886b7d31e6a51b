package dev.polyrpc.gateway.trace;

import dev.polyrpc.kit.telemetry.TraceParent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work as a span, handed on by hand as the work goes from thread to thread. Where nobody records spans, all pieces
 * of a request are this one, and cost nothing. Safe for use by many threads.
 */
public final class Trace {
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("rpc.response.status_code");
    private static final String OK = "OK";

    private final Tracer tracer;
    private final Span span;
    private volatile @Nullable String name;

    private Trace(Tracer tracer, Span span) {
        this.tracer = tracer;
        this.span = span;
    }

    /** Begins the span of an operation, below its caller's own where {@code traceParent} names one. */
    public static Trace operation(Tracer tracer, String requestId, @Nullable String traceParent) {
        Span span = tracer.spanBuilder("GraphQL Operation")
                .setSpanKind(SpanKind.SERVER)
                .setParent(TraceParent.context(traceParent))
                .startSpan();
        if (span.isRecording()) {
            span.setAttribute("polyrpc.request_id", requestId);
        }
        return new Trace(tracer, span);
    }

    /** What the operation turned out to be. */
    public void is(String type, @Nullable String name) {
        if (span.isRecording()) {
            span.updateName(type).setAttribute("graphql.operation.type", type);
            if (name != null) {
                span.setAttribute("graphql.operation.name", name);
            }
        }
    }

    /** Begins the run of a subscription for one event. */
    public Trace event() {
        return span.isRecording() ? below(tracer.spanBuilder("event")) : this;
    }

    /** Begins one batch of a loader. */
    public Trace batch(String loader, int keys) {
        return span.isRecording()
                ? below(tracer.spanBuilder("load " + loader).setAttribute("polyrpc.batch.size", keys))
                : this;
    }

    /**
     * Begins a call to a backend.
     *
     * @param system the wire, as OpenTelemetry names it
     * @param method the method with its service, as gRPC writes it
     */
    public Trace call(String system, String method, String backend) {
        return span.isRecording()
                ? below(tracer.spanBuilder(method)
                        .setSpanKind(SpanKind.CLIENT)
                        .setAttribute("rpc.system.name", system)
                        .setAttribute("rpc.method", method)
                        .setAttribute("server.address", backend))
                : this;
    }

    /** Ends work that went well. */
    public void end() {
        span.end();
    }

    /** Ends a call to a backend with the name of its status. */
    public void answered(String status) {
        if (span.isRecording()) {
            span.setAttribute(STATUS, status);
            if (status.equals(OK)) {
                span.end();
            } else {
                failed(status);
            }
        }
    }

    /** Ends work that failed. */
    public void failed(String error) {
        if (span.isRecording()) {
            span.setAttribute(ERROR, error).setStatus(StatusCode.ERROR).end();
        }
    }

    /** Name of the trace: 32 hexadecimal digits. Where the work has no span, one is made when it is first asked for. */
    public String id() {
        if (span.getSpanContext().isValid()) {
            return span.getSpanContext().getTraceId();
        }
        String known = name;
        return known == null ? makeName() : known;
    }

    private synchronized String makeName() {
        String known = name;
        if (known == null) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            known = TraceId.fromLongs(random.nextLong(), random.nextLong());
            name = known;
        }
        return known;
    }

    /** What tells the next process of this piece of work, or else of the caller's, in W3C's form; null where there is no trace. */
    public @Nullable String header() {
        return span.getSpanContext().isValid() ? TraceParent.header(span.getSpanContext()) : null;
    }

    private Trace below(SpanBuilder builder) {
        return new Trace(tracer, builder.setParent(Context.root().with(span)).startSpan());
    }
}
