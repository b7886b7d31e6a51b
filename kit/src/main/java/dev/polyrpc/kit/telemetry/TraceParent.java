package dev.polyrpc.kit.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** W3C's header {@code traceparent}: the place of a call in its trace. */
public final class TraceParent {
    private static final Pattern FORM = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})(?<trace>[0-9a-f]{32})-(?!0{16})(?<span>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})");

    private TraceParent() {}

    /** What a caller gave, where it can be handed on as it is; null for anything else. */
    public static @Nullable String of(@Nullable String given) {
        return given != null && FORM.matcher(given).matches() ? given : null;
    }

    /** The span that a caller names; the root where he names none, or in another form. */
    public static Context context(@Nullable String header) {
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

    /** What names a span to the next process. */
    public static String header(SpanContext context) {
        return "00-%s-%s-%s"
                .formatted(
                        context.getTraceId(),
                        context.getSpanId(),
                        context.getTraceFlags().asHex());
    }
}
