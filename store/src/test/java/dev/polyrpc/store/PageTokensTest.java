package dev.polyrpc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.failure.Failure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageTokensTest {
    @TempDir
    Path folder;

    @Test
    void open_ownTokenAlsoAfterRestart_isTheCursor() {
        Path file = folder.resolve("counters.db");
        String token;
        try (Counters counters = new Counters(file)) {
            token = PageTokens.of(counters.store()).seal("List", "chai");
        }
        try (Counters counters = new Counters(file)) {
            assertThat(PageTokens.of(counters.store()).open("List", token)).isEqualTo("chai");
        }
    }

    @Test
    void open_anyCharacterChanged_isRefused() { // DOM-7
        try (Counters counters = new Counters(folder.resolve("counters.db"))) {
            PageTokens tokens = PageTokens.of(counters.store());
            String token = tokens.seal("List", "chai");
            for (int i = 0; i < token.length(); i++) {
                char other = token.charAt(i) == 'A' ? 'B' : 'A';
                refused(tokens, "List", token.substring(0, i) + other + token.substring(i + 1));
            }
            refused(tokens, "List of another", token);
            refused(tokens, "List", token + "=");
            refused(tokens, "List", token.substring(1));
            refused(tokens, "List", "'; DROP TABLE counter");
            refused(tokens, "List", "A".repeat(10_000));
        }
    }

    private static void refused(PageTokens tokens, String query, String token) {
        Failure refusal = catchThrowableOfType(Failure.class, () -> tokens.open(query, token));
        assertThat(refusal).as(token).isNotNull();
        assertThat(refusal.reason()).isEqualTo("PAGE_TOKEN_INVALID");
    }
}
