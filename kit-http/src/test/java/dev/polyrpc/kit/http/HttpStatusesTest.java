package dev.polyrpc.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class HttpStatusesTest {
    @ParameterizedTest
    @CsvSource({
        "INVALID, 400",
        "NOT_FOUND, 404",
        "EXISTS, 409",
        "CONFLICT, 409",
        "STATE, 400",
        "OUT_OF_RANGE, 400",
        "UNAUTHENTICATED, 401",
        "DENIED, 403",
        "EXHAUSTED, 429",
        "DEADLINE, 504",
        "UNAVAILABLE, 503",
        "INTERNAL, 500"
    })
    void status_ofEachKind_isOfTheTable(Kind kind, int status) {
        assertThat(HttpStatuses.status(kind)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "1000, 1", "1001, 2", "1999, 2", "30000, 30"})
    void retryAfter_millis_isWholeSecondsRoundedUp(String millis, long seconds) {
        Map<String, String> details = Map.of("retryAfterMs", millis);

        assertThat(HttpStatuses.retryAfter(new Failure(Kind.EXHAUSTED, "BUSY", "too much", details)))
                .hasValue(seconds);
        assertThat(HttpStatuses.retryAfter(new Failure(Kind.UNAVAILABLE, "LOCKED", "not now", details)))
                .hasValue(seconds);
    }

    @Test
    void retryAfter_exhaustedWithoutATime_isOneSecond() {
        assertThat(HttpStatuses.retryAfter(new Failure(Kind.EXHAUSTED, "BUSY", "too much")))
                .hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EXHAUSTED"})
    void retryAfter_noTime_isEmpty(Kind kind) {
        assertThat(HttpStatuses.retryAfter(new Failure(kind, "NO", "no"))).isEmpty();
    }
}
