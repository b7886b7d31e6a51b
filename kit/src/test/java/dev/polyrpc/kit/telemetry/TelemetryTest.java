package dev.polyrpc.kit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    @Test
    void span_nobodyWantsIt_isNotRecorded() {
        try (Telemetry telemetry = Telemetry.start("test")) {
            Span span = telemetry.tracer().spanBuilder("work").startSpan();

            assertThat(span.isRecording()).isFalse();
        }
    }

    @Test
    void span_somebodyWantsIt_isTheProcesss() {
        Ended ended = new Ended();
        try (Telemetry telemetry = Telemetry.start("test", ended)) {
            telemetry.tracer().spanBuilder("work").startSpan().end();
        }

        assertThat(ended.spans).hasSize(1);
        assertThat(ended.spans.get(0).toSpanData().getResource().getAttribute(AttributeKey.stringKey("service.name")))
                .isEqualTo("test");
    }

    private static final class Ended implements SpanProcessor {
        final List<ReadableSpan> spans = new ArrayList<>();

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            spans.add(span);
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }
}
