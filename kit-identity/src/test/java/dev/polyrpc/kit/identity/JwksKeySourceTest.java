package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.failure.Failure;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JwksKeySourceTest {
    private static final JwkSet SET = new JwkSet(Set.of("ES256", "EdDSA"));

    private final TestClock clock = new TestClock();
    private final List<CompletableFuture<String>> fetches = new ArrayList<>();
    private final JwksKeySource source = new JwksKeySource(this::fetch, SET, clock);

    @Test
    void find_publishedKey_isIt() {
        publish(0, "a", "b");

        assertThat(found("a")).isPresent();
        assertThat(found("b")).map(VerificationKey::algorithm).contains("ES256");
        assertThat(source.ready()).isTrue();
        assertThat(fetches).hasSize(1);
    }

    @Test
    void find_unknownIds_fetchOnceIn30Seconds() { // TOK-7
        publish(0, "a");
        clock.pass(Duration.ofSeconds(30));
        CompletionStage<Optional<VerificationKey>> waiting = source.find("evil-0");
        for (int i = 1; i < 1000; i++) {
            source.find("evil-" + i);
        }
        publish(1, "a");
        clock.pass(Duration.ofSeconds(29));
        for (int i = 1000; i < 2000; i++) {
            assertThat(found("evil-" + i)).isEmpty();
        }

        assertThat(waiting.toCompletableFuture()).isCompletedWithValue(Optional.empty());
        assertThat(fetches).hasSize(2);
    }

    @Test
    void find_newKeyAfterRotation_isFetched() {
        publish(0, "a");
        clock.pass(Duration.ofSeconds(30));
        CompletionStage<Optional<VerificationKey>> rotated = source.find("b");
        publish(1, "a", "b");

        assertThat(rotated.toCompletableFuture().join()).isPresent();
    }

    @Test
    void find_sourceDown_knownKeysGoOn() {
        publish(0, "a");
        clock.pass(Duration.ofHours(1));

        assertThat(found("a")).isPresent();
        fetches.get(1).completeExceptionally(new IOException("down"));
        assertThat(found("a")).isPresent();
        assertThat(source.ready()).isTrue();
        assertThat(fetches).hasSize(2);
    }

    @Test
    void find_sourceDown_unknownKeyIsUnavailableUntilOneFetchSucceeds() { // TOK-36, TOK-7
        publish(0, "a");
        clock.pass(Duration.ofSeconds(29));
        assertThat(found("b")).isEmpty(); // looked for a moment ago
        clock.pass(Duration.ofSeconds(1));
        CompletionStage<Optional<VerificationKey>> first = source.find("b");
        fetches.get(1).completeExceptionally(new IOException("down"));
        assertUnavailable(first);
        for (int second = 0; second < 29; second++) {
            clock.pass(Duration.ofSeconds(1));
            assertUnavailable(source.find("b"));
        }
        assertThat(fetches).hasSize(2);

        clock.pass(Duration.ofSeconds(1));
        CompletionStage<Optional<VerificationKey>> second = source.find("b");
        publish(2, "a");
        assertThat(second.toCompletableFuture().join()).isEmpty();
        assertThat(found("b")).isEmpty();
        assertThat(fetches).hasSize(3);
    }

    private static void assertUnavailable(CompletionStage<?> answer) {
        assertThatThrownBy(() -> answer.toCompletableFuture().join())
                .hasCauseInstanceOf(Failure.class)
                .hasMessageContaining("no key");
    }

    @Test
    void find_keysInUse_areFetchedAheadEvery30Seconds() {
        publish(0, "a");
        for (int second = 0; second < 90; second++) {
            clock.pass(Duration.ofSeconds(1));
            assertThat(found("a")).isPresent();
            fetches.get(fetches.size() - 1).complete("{\"keys\":[%s,%s]}".formatted(jwk("a"), jwk("new")));
        }

        assertThat(fetches).hasSize(3);
        assertThat(found("new")).isPresent();
        assertThat(fetches).hasSize(3);
    }

    @Test
    void find_withdrawnKey_isGoneAfterTheNextFetch() {
        List<String> withdrawn = new ArrayList<>();
        source.onWithdrawal(withdrawn::add);
        publish(0, "a", "b");
        clock.pass(Duration.ofSeconds(31));
        found("a");
        publish(1, "a");

        assertThat(withdrawn).containsExactly("b");

        assertThat(found("b")).isEmpty();
    }

    @Test
    void find_noKeyEverFetched_isUnavailableAndTriesAgain() {
        CompletionStage<Optional<VerificationKey>> first = source.find("a");
        fetches.get(0).completeExceptionally(new IOException("down"));

        assertThat(source.ready()).isFalse();
        assertThatThrownBy(() -> first.toCompletableFuture().join())
                .hasCauseInstanceOf(Failure.class)
                .hasMessageContaining("no key");
        clock.pass(Duration.ofSeconds(1));
        assertThat(source.ready()).isFalse();
        publish(1, "a");
        assertThat(source.ready()).isTrue();
        assertThat(found("a")).isPresent();
    }

    @Test
    void find_sourceThrows_isUnavailableAndTriesAgain() {
        AtomicInteger tries = new AtomicInteger();
        JwksKeySource broken = new JwksKeySource(
                () -> {
                    tries.incrementAndGet();
                    throw new IllegalStateException("closed");
                },
                SET,
                clock);
        clock.pass(Duration.ofSeconds(1));

        assertThat(broken.find("a").toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(Failure.class);
        assertThat(tries).hasValue(2);
    }

    @Test
    void find_setWithOtherKeys_onlyOursAreUsed() {
        String rsa = Jwks.json(Jwks.builder()
                .key((java.security.interfaces.RSAPublicKey)
                        Jwts.SIG.RS256.keyPair().build().getPublic())
                .id("rsa")
                .algorithm("RS256")
                .build());
        String secret = "{\"kty\":\"oct\",\"kid\":\"oct\",\"alg\":\"HS256\",\"k\":\"%s\"}".formatted("A".repeat(43));
        fetches.get(0).complete("{\"keys\":[%s,%s,%s]}".formatted(rsa, secret, jwk("a")));

        assertThat(found("a")).isPresent();
        assertThat(found("rsa")).isEmpty();
        assertThat(found("oct")).isEmpty();
    }

    @Test
    void find_answerThatIsNoSet_keepsWhatIsKnown() {
        publish(0, "a");
        for (String bad : List.of("", "[]", "{}", "{\"keys\":[]}", "<html>")) {
            clock.pass(Duration.ofMinutes(6));
            found("a");
            fetches.get(fetches.size() - 1).complete(bad);
            assertThat(found("a")).isPresent();
        }
        assertThat(fetches).hasSize(6);
    }

    private Optional<VerificationKey> found(String id) {
        CompletableFuture<Optional<VerificationKey>> answer = source.find(id).toCompletableFuture();
        assertThat(answer).isCompleted();
        return answer.join();
    }

    private CompletionStage<String> fetch() {
        CompletableFuture<String> fetch = new CompletableFuture<>();
        fetches.add(fetch);
        return fetch;
    }

    private void publish(int fetch, String... ids) {
        fetches.get(fetch)
                .complete(Stream.of(ids)
                        .map(JwksKeySourceTest::jwk)
                        .collect(Collectors.joining(",", "{\"keys\":[", "]}")));
    }

    private static final Map<String, ECPublicKey> KEYS = new java.util.concurrent.ConcurrentHashMap<>();

    private static String jwk(String id) {
        ECPublicKey key = KEYS.computeIfAbsent(
                id, absent -> (ECPublicKey) Jwts.SIG.ES256.keyPair().build().getPublic());
        return Jwks.json(Jwks.builder().key(key).id(id).algorithm("ES256").build());
    }
}
