package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsonwebtoken.security.Jwks;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
    private final VerifierFixture verifier = new VerifierFixture();
    private final Forge forge = verifier.forge;

    @AfterEach
    void stop() {
        verifier.close();
    }

    @Test
    void verify_goodToken_isItsCaller() {
        String token = forge.withClaims(claims -> {
            claims.put("roles", List.of("staff"));
            claims.put("act", Map.of("sub", "return", "act", Map.of("sub", "gateway")));
        });

        Caller caller = verifier.verify(token);

        assertThat(caller.subject()).isEqualTo("alice");
        assertThat(caller.client()).isEqualTo("alice");
        assertThat(caller.has("returns:read")).isTrue();
        assertThat(caller.has("returns")).isFalse();
        assertThat(caller.staff()).isTrue();
        assertThat(caller.actors()).containsExactly("return", "gateway");
        assertThat(caller.expiry()).isEqualTo(VerifierFixture.NOW.plusSeconds(300));
        assertThat(caller.token()).isEqualTo(token);
    }

    @Test
    void caller_asText_holdsNoToken() { // TOK-25
        Caller caller = verifier.verify(forge.good());

        assertThat(caller.toString()).contains("alice").doesNotContain(caller.token());
    }

    @Test
    void verify_expired_isTokenExpired() { // TOK-13
        String token = forge.good();
        try (TokenVerifier within = VerifierFixture.at(forge, VerifierFixture.NOW.plusSeconds(329));
                TokenVerifier beyond = VerifierFixture.at(forge, VerifierFixture.NOW.plusSeconds(330))) {
            assertThat(within.verify(token).toCompletableFuture().join().subject())
                    .isEqualTo("alice");
            assertThat(within.cached(token)).isNull();
            VerifierFixture.assertRefused(beyond, token, "TOKEN_EXPIRED");
        }
    }

    @Test
    void cached_expired_isForgotten() { // TOK-13
        String token = forge.good();
        TestClock clock = new TestClock();
        try (TokenVerifier moving = TokenVerifier.create(VerifierFixture.CONFIG, KeySource.of(forge.key), clock)) {
            moving.verify(token).toCompletableFuture().join();
            clock.pass(Duration.ofSeconds(299));
            assertThat(moving.cached(token)).isNotNull();
            clock.pass(Duration.ofSeconds(1));
            assertThat(moving.cached(token)).isNull();
            clock.pass(Duration.ofSeconds(30));
            VerifierFixture.assertRefused(moving, token, "TOKEN_EXPIRED");
        }
    }

    @Test
    void cached_anythingButTheVeryToken_isUnknown() { // TOK-2, TOK-3, TOK-20
        String token = forge.good();
        verifier.verify(token);

        assertThat(verifier.cached("Bearer " + token)).isNotNull();
        assertThat(verifier.cached("bEARER " + token)).isNotNull();
        assertThat(verifier.cached("Bearer  " + token)).isNull();
        assertThat(verifier.cached("Bearer " + token + " ")).isNull();
        assertThat(verifier.cached("Bearer " + token + "=")).isNull();
        assertThat(verifier.cached("Basic " + token)).isNull();
        assertThat(verifier.cached("Bearer " + token, "Bearer " + token)).isNull();
        assertThat(verifier.cached()).isNull();
        String end = token.substring(token.length() - 16); // by which it is found
        assertThat(verifier.cached("Bearer " + end)).isNull();
        assertThat(verifier.cached("Bearer x" + token.substring(1))).isNull();
    }

    @Test
    void verify_tokenOfAnotherAudience_isRefusedThoughGoodThere() { // TOK-21
        String token = forge.withClaims(claims -> claims.put("aud", "return.polyrpc.test"));
        VerifierConfig there = new VerifierConfig(Forge.ISSUER, "return.polyrpc.test");
        try (TokenVerifier other = TokenVerifier.create(there, KeySource.of(forge.key), VerifierFixture.clock())) {
            assertThat(other.verify(token).toCompletableFuture().join().subject())
                    .isEqualTo("alice");
        }
        verifier.assertRefused(token, "TOKEN_INVALID");
    }

    @Test
    void verify_signatureOfAnotherKeyOrText_isRefused() {
        verifier.assertRefused(new Forge(VerifierFixture.NOW).good(), "TOKEN_INVALID");
        String[] good = forge.good().split("\\.", -1);
        String[] other = forge.withClaims(claims -> claims.put("sub", "bob")).split("\\.", -1);
        verifier.assertRefused(good[0] + "." + other[1] + "." + good[2], "TOKEN_INVALID");
        verifier.assertRefused(good[0] + "." + good[1] + "." + Forge.encode(new byte[64]), "TOKEN_INVALID");
    }

    @Test
    void verify_keySourceThrows_failsEachTime() {
        IllegalStateException broken = new IllegalStateException("broken");
        LastingKeys throwing = id -> {
            throw broken;
        };
        try (TokenVerifier verifying =
                TokenVerifier.create(VerifierFixture.CONFIG, throwing, VerifierFixture.clock())) {
            String token = forge.good();
            for (int i = 0; i < 2; i++) {
                assertThat(verifying.verify(token).toCompletableFuture())
                        .failsWithin(Duration.ofSeconds(5))
                        .withThrowableThat()
                        .withCause(broken);
            }
        }
    }

    @Test
    void verify_closed_isExhausted() {
        TokenVerifier closed = VerifierFixture.at(forge, VerifierFixture.NOW);
        closed.close();

        assertThat(closed.verify(forge.good()).toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("too many new tokens");
    }

    @Test
    void verify_sameTokenManyTimesAtOnce_asksForTheKeyOnce() {
        CompletableFuture<Optional<VerificationKey>> answer = new CompletableFuture<>();
        AtomicInteger asked = new AtomicInteger();
        LastingKeys slow = id -> {
            asked.incrementAndGet();
            return answer;
        };
        try (TokenVerifier waiting = TokenVerifier.create(VerifierFixture.CONFIG, slow, VerifierFixture.clock())) {
            String token = forge.good();
            List<CompletionStage<Caller>> callers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                callers.add(waiting.verify(token));
            }
            answer.complete(Optional.of(forge.key));

            assertThat(callers)
                    .extracting(caller -> caller.toCompletableFuture().join().subject())
                    .containsOnly("alice");
            assertThat(asked).hasValue(1);
            assertThat(waiting.cached(token)).isNotNull();
        }
    }

    @Test
    void cached_keyWithdrawn_isForgotten() { // TOK-34
        TestClock clock = new TestClock();
        String both = "{\"keys\":[%s,%s]}".formatted(jwk("key-1", forge), jwk("key-2", new Forge(VerifierFixture.NOW)));
        String other = "{\"keys\":[%s]}".formatted(jwk("key-2", forge));
        AtomicReference<String> published = new AtomicReference<>(both);
        JwksKeySource keys = new JwksKeySource(
                () -> CompletableFuture.completedStage(published.get()), new JwkSet(Set.of("ES256")), clock);
        try (TokenVerifier moving = TokenVerifier.create(VerifierFixture.CONFIG, keys, clock)) {
            String token = forge.good();
            moving.verify(token).toCompletableFuture().join();
            published.set(other);
            assertThat(moving.cached(token)).isNotNull();
            clock.pass(Duration.ofSeconds(31)); // in which no other token comes

            moving.cached(token);
            assertThat(moving.cached(token)).isNull();
            VerifierFixture.assertRefused(moving, token, "TOKEN_INVALID");
        }
    }

    @Test
    void cached_keyWithdrawnWhileItsTokenIsChecked_isNotKept() { // TOK-34
        List<Consumer<String>> told = new ArrayList<>();
        CompletableFuture<Optional<VerificationKey>> found = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        KeySource keys = new KeySource() {
            @Override
            public CompletionStage<Optional<VerificationKey>> find(String id) {
                asked.complete(null);
                return found;
            }

            @Override
            public void onWithdrawal(Consumer<String> withdrawn) {
                told.add(withdrawn);
            }
        };
        try (TokenVerifier checking = TokenVerifier.create(VerifierFixture.CONFIG, keys, VerifierFixture.clock())) {
            String token = forge.good();
            CompletableFuture<Caller> check = checking.verify(token).toCompletableFuture();
            asked.join();
            told.forEach(listener -> listener.accept("key-1"));
            found.complete(Optional.of(forge.key)); // as it was when the check began
            check.join();

            assertThat(checking.cached(token)).isNull();
        }
    }

    private static String jwk(String id, Forge forge) {
        return Jwks.json(Jwks.builder()
                .key((ECPublicKey) forge.pair.getPublic())
                .id(id)
                .algorithm("ES256")
                .build());
    }
}
