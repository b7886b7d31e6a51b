package dev.polyrpc.benchmark.server.graph;

import dev.polyrpc.benchmark.server.ServerConfig;
import dev.polyrpc.kit.identity.BearerToken;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who asks: the gateway's own check of the one token in a request, for servers that have none. Safe for use by many threads. */
final class CallerCheck {
    private final TokenVerifier verifier;
    private final PeerPolicy policy;

    private CallerCheck(TokenVerifier verifier, PeerPolicy policy) {
        this.verifier = verifier;
        this.policy = policy;
    }

    static CallerCheck of(ServerConfig config, TlsIdentity identity, Closers closers) {
        return new CallerCheck(
                config.verifier(GraphServers.PROCESS, identity, closers), PeerPolicy.readDenied(config.policy()));
    }

    /** The caller that the {@code authorization} values speak for; fails where there is none. */
    CompletionStage<Caller> caller(List<String> authorization) {
        String token;
        try {
            token = BearerToken.of(authorization);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedStage(refused);
        }
        Caller known = verifier.cached(token);
        return known != null
                ? CompletableFuture.completedStage(allowed(known))
                : verifier.verify(token).thenApply(this::allowed);
    }

    private Caller allowed(Caller caller) {
        caller.requireHeldBy(null);
        caller.requireAllowed(policy);
        return caller;
    }
}
