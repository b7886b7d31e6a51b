package dev.polyrpc.gateway.request;

import dev.polyrpc.kit.identity.BearerToken;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.TokenVerifier;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Finds the caller that an {@code authorization} value speaks for. Safe for use by many threads. */
final class TokenCheck {
    private final TokenVerifier verifier;

    TokenCheck(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    /** The caller; looking into a token may mean to fetch keys, which takes no longer than the time there is. */
    CompletionStage<Caller> caller(Iterable<String> authorization, Duration time) {
        String token = BearerToken.of(authorization);
        Caller known = verifier.cached(token);
        if (known != null) {
            return CompletableFuture.completedFuture(unbound(known));
        }
        return verifier.verify(token)
                .thenApply(TokenCheck::unbound)
                .toCompletableFuture()
                .orTimeout(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** This port asks for no certificate, so that a token that is bound to one cannot have come from its holder. */
    private static Caller unbound(Caller caller) {
        caller.requireHeldBy(null);
        return caller;
    }
}
