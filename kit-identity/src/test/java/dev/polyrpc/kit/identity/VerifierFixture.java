package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A verifier at a fixed time, and a forge of tokens for it. */
final class VerifierFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    static final VerifierConfig CONFIG = new VerifierConfig(Forge.ISSUER, Forge.AUDIENCE);

    final Forge forge = new Forge(NOW);
    private final TokenVerifier verifier = at(forge, NOW);

    static TokenVerifier at(Forge forge, Instant now) {
        return TokenVerifier.create(CONFIG, KeySource.of(forge.key), Clock.fixed(now, ZoneOffset.UTC));
    }

    static Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    Caller verify(String token) {
        return verifier.verify(token).toCompletableFuture().join();
    }

    @Nullable
    Caller cached(String... authorization) {
        return verifier.cached(Arrays.stream(authorization)
                .map(value -> value.getBytes(StandardCharsets.ISO_8859_1))
                .toList());
    }

    void assertRefused(String token, String reason) {
        assertRefused(verifier, token, reason);
    }

    static void assertRefused(TokenVerifier verifier, String token, String reason) {
        CompletionException thrown = catchThrowableOfType(
                CompletionException.class,
                () -> verifier.verify(token).toCompletableFuture().join());
        assertThat(thrown).as(token).isNotNull();
        assertThat(thrown.getCause())
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHENTICATED);
                    assertThat(failure.reason()).isEqualTo(reason);
                })
                .hasMessage("the access token is missing or refused");
        assertThat(verifier.cached(token)).isNull();
    }

    @Override
    public void close() {
        verifier.close();
    }
}
