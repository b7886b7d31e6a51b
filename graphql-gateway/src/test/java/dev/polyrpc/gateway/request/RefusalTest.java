package dev.polyrpc.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefusalTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "1000, 1", "1001, 2", "30000, 30"})
    void of_exhausted_saysWhenToComeBack(String retryAfterMs, String seconds) {
        Refusal refusal =
                Refusal.of(new Failure(Kind.EXHAUSTED, "BUSY", "too much", Map.of("retryAfterMs", retryAfterMs)));

        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.headers()).containsExactly(Map.entry("retry-after", seconds));
    }

    @Test
    void of_exhaustedWithoutATime_saysOneSecond() {
        Refusal refusal = Refusal.of(new Failure(Kind.EXHAUSTED, "BUSY", "too much"));

        assertThat(refusal.headers()).containsEntry("retry-after", "1");
    }
}
