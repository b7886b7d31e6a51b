package dev.polyrpc.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RefusalTest {
    @Test
    void of_exhausted_saysWhenToComeBack() {
        Refusal refusal = Refusal.of(new Failure(Kind.EXHAUSTED, "BUSY", "too much", Map.of("retryAfterMs", "1001")));

        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.headers()).containsExactly(Map.entry("retry-after", "2"));
    }
}
