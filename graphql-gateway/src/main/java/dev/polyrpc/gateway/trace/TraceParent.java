package dev.polyrpc.gateway.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** W3C's header {@code traceparent}. */
final class TraceParent {
    private static final Pattern FORM = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})(?<trace>[0-9a-f]{32})-(?!0{16})(?<span>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})");

    private TraceParent() {}

    /** The span that a caller names; the root where he names none, or in another form. */
    static Context context(@Nullable String header) {
        if (header == null) {
            return Context.root();
        }
        Matcher parts = FORM.matcher(header);
        return parts.matches()
                ? Context.root()
                        .with(Span.wrap(SpanContext.createFromRemoteParent(
                                parts.group("trace"),
                                parts.group("span"),
                                TraceFlags.fromHex(parts.group("flags"), 0),
                                TraceState.getDefault())))
                : Context.root();
    }

    static String header(SpanContext context) {
        return "00-%s-%s-%s"
                .formatted(
                        context.getTraceId(),
                        context.getSpanId(),
                        context.getTraceFlags().asHex());
    }
}
