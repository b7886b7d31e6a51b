package dev.polyrpc.kit.identity;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Turns an access token into the caller it speaks for, or refuses it. Safe for use by many threads. */
public final class TokenVerifier implements AutoCloseable {
    private final VerifierConfig config;
    private final KeySource keys;

    private TokenVerifier(VerifierConfig config, KeySource keys) {
        this.config = config;
        this.keys = keys;
    }

    /** Makes a verifier that believes one issuer and answers for one audience. */
    public static TokenVerifier create(VerifierConfig config, KeySource keys) {
        return new TokenVerifier(config, keys);
    }

    /** The caller of a token that was verified before and has not ended since; never waits. */
    public @Nullable Caller cached(String token) {
        return null;
    }

    /** Verifies a token away from the calling thread; fails with a Failure, TOKEN_EXPIRED or TOKEN_INVALID. */
    public CompletionStage<Caller> verify(String token) {
        return CompletableFuture.failedFuture(BearerToken.refused("TOKEN_INVALID"));
    }

    /** Stops the threads that verify. */
    @Override
    public void close() {
        keys.ready();
        config.audience();
    }
}
