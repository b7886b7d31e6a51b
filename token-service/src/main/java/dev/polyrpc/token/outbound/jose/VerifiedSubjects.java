package dev.polyrpc.token.outbound.jose;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.KeySource;
import dev.polyrpc.kit.identity.OtherIssuer;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.token.domain.Subject;
import dev.polyrpc.token.domain.SubjectTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Believes our own tokens as strictly as every service does, and those of issuers that it is told of. Safe for use by many threads. */
public final class VerifiedSubjects implements SubjectTokens, AutoCloseable {
    private final ConcurrentHashMap<Set<String>, TokenVerifier> verifiers = new ConcurrentHashMap<>();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String issuer;
    private final KeySource keys;
    private final List<OtherIssuer> others;
    private final Clock clock;

    /** Makes it of our own issuer and keys, and of others that are believed, too. */
    public VerifiedSubjects(String issuer, KeySource keys, List<OtherIssuer> others, Clock clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.others = others;
        this.clock = clock;
    }

    @Override
    public Optional<Subject> verify(String token, Set<String> audiences) {
        if (audiences.isEmpty()) {
            return Optional.empty();
        }
        // One verifier for them all: of several, each would tell the audit that it refused a token of another's.
        TokenVerifier verifier = verifiers.computeIfAbsent(
                audiences, names -> TokenVerifier.create(new VerifierConfig(issuer, names), keys, others, clock));
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

    @Override
    public Optional<Map<String, Object>> claims(String token, Set<String> audiences) {
        return verify(token, audiences).map(good -> claims(token)).filter(claims -> issuer.equals(claims.get("iss")));
    }

    /** Of a token whose form and signature are known to be right. */
    private static Map<String, Object> claims(String token) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
            return MAPPER.readValue(json, new TypeReference<Map<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        verifiers.values().forEach(TokenVerifier::close);
    }

    private static Subject subject(Caller caller) {
        return new Subject(
                caller.subject(),
                caller.scopes(),
                caller.roles(),
                caller.actors(),
                caller.expiry(),
                caller.id(),
                caller.client());
    }
}
