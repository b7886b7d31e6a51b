package dev.polyrpc.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecentCallsTest {
    private final AtomicLong now = new AtomicLong(-Duration.ofMinutes(5).toNanos()); // a clock may be below 0
    private final RecentCalls recent = new RecentCalls(now::get);

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 8, 9, 100, 999, 1_000, 123_456, 5_000_000, 29_999_999})
    void percentile_ofOneTime_isThatTimeToAnEighth(long micros) {
        LatencyCounts counts = new LatencyCounts();
        counts.add(micros);

        assertThat(counts.percentileMs(50)).isEqualTo(counts.percentileMs(99));
        assertThat(counts.percentileMs(50) * 1_000).isBetween((double) micros, micros * 1.125 + 1);
    }

    @Test
    void percentile_overAllSteps_isInOrder() {
        LatencyCounts counts = new LatencyCounts();
        counts.add(Long.MAX_VALUE); // no time is too long
        for (int micros = 1; micros < 100; micros++) {
            counts.add(micros * 1_000L);
        }

        assertThat(counts.percentileMs(50)).isCloseTo(50, within(50 / 8.0));
        assertThat(counts.percentileMs(99)).isCloseTo(99, within(99 / 8.0));
        assertThat(counts.percentileMs(100)).isGreaterThan(60_000);
    }

    @Test
    void calls_olderThanAMinute_areForgotten() {
        call(10, null);
        now.addAndGet(Duration.ofSeconds(45).toNanos());
        call(10, null);
        assertThat(recent.summary().calls()).isEqualTo(2);
        now.addAndGet(Duration.ofSeconds(30).toNanos());
        assertThat(recent.summary().calls()).isEqualTo(1);
        now.addAndGet(Duration.ofSeconds(31).toNanos());

        assertThat(recent.summary().calls()).isZero();
        assertThat(recent.summary().times().all()).isZero();
    }

    @Test
    void refusals_areAnswers_andWhoIsNotReachedHasNoTime() {
        call(10, new Failure(Kind.NOT_FOUND, "PRODUCT_NOT_FOUND", "none"));
        call(400, new Failure(Kind.DEADLINE, "DEADLINE_EXCEEDED", "late"));
        call(0, new Failure(Kind.UNAVAILABLE, "UNAVAILABLE", "away"));

        assertThat(recent.summary().calls()).isEqualTo(3);
        assertThat(recent.summary().unanswered()).isEqualTo(2);
        assertThat(recent.summary().times().all()).isEqualTo(2);
        assertThat(recent.summary().times().percentileMs(99)).isBetween(400.0, 450.0);
    }

    private void call(long millis, @Nullable Failure failure) {
        long began = now.getAndAdd(Duration.ofMillis(millis).toNanos());
        recent.ended(began, failure);
    }
}
