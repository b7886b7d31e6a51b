package dev.polyrpc.benchmark.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final String METRICS = """
            # TYPE polyrpc_tokens counter
            polyrpc_tokens_total{outcome="issued",audience="a"} 3.0
            polyrpc_tokens_total{outcome="issued",audience="b"} 2.0
            polyrpc_tokens_total{outcome="SCOPE_MISSING"} 7.0
            """;

    @Test
    void sum_severalSeries_areAdded() throws IOException {
        assertThat(Metrics.sum(METRICS, "polyrpc_tokens_total{outcome=\"issued\""))
                .isEqualTo(5);
    }

    @Test
    void sum_noSuchSeries_isRefused() {
        assertThatThrownBy(() -> Metrics.sum(METRICS, "polyrpc_signatures_total"))
                .isInstanceOf(IOException.class)
                .hasMessage("no series polyrpc_signatures_total (expected: at least one)");
    }
}
