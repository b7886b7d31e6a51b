package dev.polyrpc.kit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void of_w3cForm_keepsIt() {
        assertThat(TraceParent.of(GIVEN)).isEqualTo(GIVEN);
    }

    @Test
    void context_ofW3cForm_isWrittenAsItCame() {
        assertThat(TraceParent.header(
                        Span.fromContext(TraceParent.context(GIVEN)).getSpanContext()))
                .isEqualTo(GIVEN);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01,"
            })
    void of_anythingElse_isNone(String given) {
        assertThat(TraceParent.of(given)).isNull();
        assertThat(TraceParent.context(given)).isEqualTo(Context.root());
    }
}
