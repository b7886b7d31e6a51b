package dev.polyrpc.kit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    @Test
    void of_usableId_keepsIt() {
        assertThat(RequestId.of("a.B-9_z")).isEqualTo("a.B-9_z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a\nb", "ä", "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void of_unusableId_makesAnother(String given) {
        assertThat(RequestId.of(given)).isNotEqualTo(given).hasSize(36);
    }

    @Test
    void of_none_makesUuidsThatNobodyElseHas() {
        List<String> ids = IntStream.range(0, 100_000)
                .parallel()
                .mapToObj(n -> RequestId.of(null))
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids).allSatisfy(id -> {
            UUID uuid = UUID.fromString(id);
            assertThat(uuid).hasToString(id);
            assertThat(uuid.version()).isEqualTo(4);
            assertThat(uuid.variant()).isEqualTo(2);
        });
    }
}
