package dev.polyrpc.token.domain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Says whether tokens are good (RFC 7662), and takes them back (RFC 7009). Calls take a while, so not on an event loop. Safe for
 * use by many threads.
 */
public final class TokenStatus {
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Supplier<Policy> policy;
    private final Denials denials;
    private final SubjectTokens tokens;
    private final Revocations revocations;
    private final Audit audit;
    private final Clock clock;

    /** Makes it of the policy and its neighbours. */
    public TokenStatus(
            Supplier<Policy> policy,
            Denials denials,
            SubjectTokens tokens,
            Revocations revocations,
            Audit audit,
            Clock clock) {
        this.policy = policy;
        this.denials = denials;
        this.tokens = tokens;
        this.revocations = revocations;
        this.audit = audit;
        this.clock = clock;
    }

    /** All that a good token says, to the one that it is meant for; empty for whatever else, and to whomever else. */
    public Optional<Map<String, Object>> introspect(Client client, String token) {
        String name = Policy.audience(client.id());
        Set<String> own =
                policy.get().audiences().contains(name) ? Set.of(name) : Set.of(); // only a service may ask at all
        Optional<Subject> subject = tokens.verify(token, own)
                .filter(found -> clock.instant().isBefore(found.expiry()))
                .filter(found -> !isRevoked(found) && !denials.concern(found));
        Optional<Map<String, Object>> claims = subject.flatMap(good -> tokens.claims(token, own));
        audit.introspected(
                client.id(), claims.isPresent() ? subject.map(Subject::tokenId).orElse(null) : null);
        return claims;
    }

    /** Takes a token back for the client that it was issued to; one that is not good is none to take back. */
    public void revoke(Client client, String token) {
        Subject subject = tokens.verify(token, policy.get().audiences()).orElse(null);
        if (subject == null || subject.tokenId() == null) {
            return;
        }
        if (!subject.client().equals(client.id())) {
            throw Refusals.unauthorizedClient();
        }
        Instant believedUntil = subject.expiry().plus(SKEW);
        revocations.add(subject.tokenId(), believedUntil);
        audit.revoked(client.id(), subject.tokenId());
    }

    private boolean isRevoked(Subject subject) {
        return subject.tokenId() != null && revocations.contains(subject.tokenId());
    }
}
