package dev.polyrpc.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ResumptionTest {
    private final BackendFailure lost =
            new BackendFailure("product-mgmt", new Failure(Kind.UNAVAILABLE, "UNAVAILABLE", "away"));
    private final Resumption resumption = new Resumption();

    @Test
    void backend_staysAway_isGivenUpAfterEightCallsInTenSeconds() {
        Duration all = Duration.ZERO;
        int calls = 0;
        for (var pause = next(); pause.isPresent(); pause = next()) {
            all = all.plus(pause.get());
            calls++;
        }
        assertThat(calls).isEqualTo(8);
        assertThat(all).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));
    }

    @Test
    void change_came_countsAnew() {
        for (int times = 0; times < 50; times++) {
            assertThat(next()).contains(Duration.ofMillis(100));
            resumption.progressed();
        }
    }

    @Test
    void call_livedLong_countsAnew() {
        for (int times = 0; times < 50; times++) {
            assertThat(resumption.after(lost, Duration.ofMinutes(5))).contains(Duration.ofMillis(100));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "UNAVAILABLE")
    void refusal_isFinal(Kind kind) {
        Failure refusal = new Failure(kind, "ANY", "no");

        assertThat(resumption.after(new BackendFailure("product-mgmt", refusal), Duration.ZERO))
                .isEmpty();
    }

    @Test
    void fault_thatNobodyExpected_isFinal() {
        assertThat(resumption.after(new IllegalStateException(), Duration.ZERO)).isEmpty();
    }

    private Optional<Duration> next() {
        return resumption.after(lost, Duration.ZERO);
    }
}
