package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {
    @ParameterizedTest
    @ValueSource(strings = {"Bearer a.b.c", "bearer a.b.c", "BEARER a.b.c"})
    void of_oneBearer_isItsToken(String value) {
        assertThat(BearerToken.of(List.of(value))).isEqualTo("a.b.c");
    }

    @Test
    void of_none_isRefused() { // TOK-1
        assertRefused(List.of());
    }

    @Test
    void of_two_isRefused() { // TOK-2
        assertRefused(List.of("Bearer a.b.c", "Bearer a.b.c"));
        assertRefused(List.of("Bearer a.b.c, Bearer a.b.c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer  a.b.c",
                " Bearer a.b.c",
                "Bearer a.b.c ",
                "Bearer\ta.b.c",
                "Basic a.b.c",
                "Token a.b.c",
                "DPoP a.b.c",
                "a.b.c",
                "Bearera.b.c",
                "Bearer a b",
                "Bearer a.b.c\n"
            })
    void of_otherSchemeOrSpacing_isRefused(String value) { // TOK-3
        assertRefused(List.of(value));
    }

    @Test
    void begin_anotherScheme_isNowhere() { // TOK-3
        assertThat(begin("Basic a.b.c")).isNegative();
        assertThat(begin("Bearer")).isNegative();
        assertThat(begin("")).isNegative();
        assertThat(begin("Bearer\0a.b.c")).isNegative();
        assertThat(begin("Bearer\ta.b.c")).isNegative();
        assertThat(begin("\u00c2earer a.b.c")).isNegative();
    }

    @Test
    void begin_bearer_isWhatFollowsTheSpace() {
        assertThat(begin("Bearer a.b.c")).isEqualTo(7);
        assertThat(begin("bEARER  a.b.c")).isEqualTo(7);
    }

    private static int begin(String value) {
        return BearerToken.begin(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void assertRefused(List<String> values) {
        Failure failure = catchThrowableOfType(Failure.class, () -> BearerToken.of(values));
        assertThat(failure.reason()).isEqualTo("TOKEN_INVALID");
    }
}
