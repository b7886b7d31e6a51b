package dev.polyrpc.token.outbound.jose;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.KeySource;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.token.domain.Subject;
import dev.polyrpc.token.domain.SubjectTokens;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Believes our own tokens alone, as strictly as every service does. Safe for use by many threads. */
public final class VerifiedSubjects implements SubjectTokens, AutoCloseable {
    private final ConcurrentHashMap<String, TokenVerifier> verifiers = new ConcurrentHashMap<>();
    private final String issuer;
    private final KeySource keys;
    private final Clock clock;

    /** Makes it of our own issuer and keys. */
    public VerifiedSubjects(String issuer, KeySource keys, Clock clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Optional<Subject> verify(String token, Set<String> audiences) {
        return audiences.stream()
                .map(audience -> verify(token, audience))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public void close() {
        verifiers.values().forEach(TokenVerifier::close);
    }

    private Optional<Subject> verify(String token, String audience) {
        TokenVerifier verifier = verifiers.computeIfAbsent(
                audience, name -> TokenVerifier.create(new VerifierConfig(issuer, name), keys, clock));
        try {
            return Optional.of(
                    subject(verifier.verify(token).toCompletableFuture().join()));
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof Failure failure)) {
                throw e;
            }
            if (failure.kind() != Kind.UNAUTHENTICATED) {
                throw failure; // that it could not be looked into is no word about the token
            }
            return Optional.empty();
        }
    }

    private static Subject subject(Caller caller) {
        return new Subject(caller.subject(), caller.scopes(), caller.roles(), caller.actors(), caller.expiry());
    }
}
