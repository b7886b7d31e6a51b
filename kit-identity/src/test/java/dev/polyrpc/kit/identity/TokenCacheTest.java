package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
    private final Failure down = new Failure(Kind.UNAVAILABLE, "TOKEN_SERVICE_UNAVAILABLE", "down");

    private final TestClock clock = new TestClock();
    private final List<CompletableFuture<TokenCache.Issued>> fetches = new ArrayList<>();
    private final TokenCache cache = new TokenCache(clock);

    @Test
    void get_manyAtOnce_fetchOnce() {
        List<CompletionStage<String>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(get("a"));
        }
        fetches.get(0).complete(new TokenCache.Issued("one", 300));

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.toCompletableFuture()).isCompletedWithValue("one"));
        assertThat(fetches).hasSize(1);
    }

    @Test
    void get_otherKey_isAnotherToken() {
        get("a");
        get("b");

        assertThat(fetches).hasSize(2);
    }

    @Test
    void get_nearTheEnd_renewsAheadAndServesTheTokenInHandMeanwhile() {
        get("a");
        fetches.get(0).complete(new TokenCache.Issued("one", 300));
        clock.pass(Duration.ofSeconds(209));
        assertThat(now("a")).isEqualTo("one");
        assertThat(fetches).hasSize(1);

        clock.pass(Duration.ofSeconds(47));
        assertThat(now("a")).isEqualTo("one");
        assertThat(now("a")).isEqualTo("one");
        assertThat(fetches).hasSize(2);
        fetches.get(1).complete(new TokenCache.Issued("two", 300));
        assertThat(now("a")).isEqualTo("two");
    }

    @Test
    void get_serviceDown_usesTheTokenInHandToItsEnd() {
        get("a");
        fetches.get(0).complete(new TokenCache.Issued("one", 300));
        clock.pass(Duration.ofSeconds(290));
        assertThat(now("a")).isEqualTo("one");
        fetches.get(1).completeExceptionally(down);
        assertThat(now("a")).isEqualTo("one");
        assertThat(fetches).hasSize(2); // no second try within two seconds

        clock.pass(Duration.ofSeconds(6));
        CompletionStage<String> late = get("a");
        fetches.get(2).completeExceptionally(down);
        assertThat(late.toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCause(down);
    }

    @Test
    void get_failedBefore_triesAgain() {
        get("a");
        fetches.get(0).completeExceptionally(down);
        CompletionStage<String> again = get("a");
        fetches.get(1).complete(new TokenCache.Issued("one", 300));

        assertThat(again.toCompletableFuture()).isCompletedWithValue("one");
    }

    @Test
    void get_fetchThrows_failsAndTriesAgain() {
        CompletionStage<String> broken = cache.get("a", () -> {
            throw down;
        });
        assertThat(broken.toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCause(down);
        CompletionStage<String> again = get("a");
        fetches.get(0).complete(new TokenCache.Issued("one", 300));

        assertThat(again.toCompletableFuture()).isCompletedWithValue("one");
    }

    private CompletionStage<String> get(String key) {
        return cache.get(key, () -> {
            CompletableFuture<TokenCache.Issued> fetch = new CompletableFuture<>();
            fetches.add(fetch);
            return fetch;
        });
    }

    private String now(String key) {
        CompletableFuture<String> answer = get(key).toCompletableFuture();
        assertThat(answer).isCompleted();
        return answer.join();
    }
}
