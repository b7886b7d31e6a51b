package dev.polyrpc.gateway.request;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.identity.BearerToken;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.tls.PeerPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the caller that an {@code authorization} value speaks for, and whom the policy does not deny. Safe for use by many threads. */
public final class TokenCheck {
    private final TokenVerifier verifier;
    private final PeerPolicy policy;

    /** Makes a check that follows the policy as it changes. */
    public TokenCheck(TokenVerifier verifier, PeerPolicy policy) {
        this.verifier = verifier;
        this.policy = policy;
    }

    /** The caller; looking into a token may mean to fetch keys, which takes no longer than the time there is. */
    CompletionStage<Caller> caller(List<String> authorization, Duration time) {
        Caller known = known(authorization);
        if (known != null) {
            return CompletableFuture.completedFuture(allowed(known));
        }
        return verifier.verify(BearerToken.of(authorization))
                .thenApply(this::allowed)
                .toCompletableFuture()
                .orTimeout(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Of one that was good before the form need not be looked at again. */
    private @Nullable Caller known(List<String> authorization) {
        return authorization.size() == 1
                ? verifier.cached(List.of(authorization.get(0).getBytes(StandardCharsets.ISO_8859_1)))
                : null;
    }

    /** Has an action run, on any thread and maybe more than once, when a caller's token ends or he is denied; the answer ends that. */
    Runnable onEnd(Caller caller, Consumer<Failure> action) {
        CompletableFuture<Void> expiry = new CompletableFuture<>();
        long left = Duration.between(Instant.now(), caller.expiry()).toMillis();
        CompletableFuture<Void> unused = expiry.completeOnTimeout(null, Math.max(0, left), TimeUnit.MILLISECONDS)
                .thenRun(() -> action.accept(BearerToken.refused("TOKEN_EXPIRED")));
        Runnable unlisten = onDenial(caller, action);
        return () -> {
            expiry.cancel(false);
            unlisten.run();
        };
    }

    /** Has an action run, on any thread and maybe more than once, when a caller is denied; the answer ends that. */
    Runnable onDenial(Caller caller, Consumer<Failure> action) {
        Runnable look = () -> {
            try {
                caller.requireAllowed(policy);
            } catch (Failure denied) {
                action.accept(denied);
            }
        };
        Runnable unlisten = policy.onChange(look);
        look.run(); // it may have changed since the token was looked into
        return unlisten;
    }

    /** This port asks for no certificate, so that a token that is bound to one cannot have come from its holder. */
    private Caller allowed(Caller caller) {
        caller.requireHeldBy(null);
        caller.requireAllowed(policy);
        return caller;
    }
}
