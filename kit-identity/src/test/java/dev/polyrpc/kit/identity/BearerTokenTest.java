package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.failure.Failure;
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
    void unchecked_whatIsNotOneBearer_isNothing() { // TOK-1, TOK-2, TOK-3
        assertThat(BearerToken.unchecked(List.of())).isNull();
        assertThat(BearerToken.unchecked(List.of("Bearer a.b.c", "Bearer a.b.c")))
                .isNull();
        assertThat(BearerToken.unchecked(List.of("Basic a.b.c"))).isNull();
        assertThat(BearerToken.unchecked(List.of("Bearer"))).isNull();
        assertThat(BearerToken.unchecked(List.of("bearer  a.b.c"))).isEqualTo(" a.b.c");
    }

    private static void assertRefused(List<String> values) {
        Failure failure = catchThrowableOfType(Failure.class, () -> BearerToken.of(values));
        assertThat(failure.reason()).isEqualTo("TOKEN_INVALID");
    }
}
