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

    @ParameterizedTest
    @ValueSource(strings = {"azAZ09-._~+/", "a=", "a.b.c=="})
    void of_allThatMayStandInAToken_isTaken(String token) {
        assertThat(BearerToken.of(List.of("Bearer " + token))).isEqualTo(token);
        assertThat(BearerToken.isWellFormed(token)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "a=b", "a,b", "a:b", "a@b", "a[b", "a`b", "a{b", "a\u0000b", "\u00e4", "a\u0660"})
    void of_whatMayNot_isRefused(String token) { // TOK-3
        assertRefused(List.of("Bearer " + token));
        assertThat(BearerToken.isWellFormed(token)).isFalse();
    }

    @Test
    void of_longerThanAnyToken_isRefused() { // TOK-3
        assertThat(BearerToken.of(List.of("Bearer " + "a".repeat(4_096)))).hasSize(4_096);
        assertRefused(List.of("Bearer " + "a".repeat(4_097)));
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
