package dev.polyrpc.token.domain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Grants tokens, within the policy and never more power than the subject has; bound to the certificate that a client has
 * proven itself with, if it did so with one. Calls take a while (they sign and verify), so not on an event loop. Safe for use
 * by many threads.
 */
public final class TokenGrants {
    private static final int MOST_ACTORS = 4;

    private final Supplier<Policy> policies;
    private final Denials denials;
    private final SubjectTokens tokens;
    private final Revocations revocations;
    private final TokenSigner signer;
    private final Audit audit;
    private final Duration lifetime;
    private final Clock clock;

    /** Makes it of the policy and its neighbours; tokens live no longer than the lifetime. */
    public TokenGrants(
            Supplier<Policy> policies,
            Denials denials,
            SubjectTokens tokens,
            Revocations revocations,
            TokenSigner signer,
            Audit audit,
            Duration lifetime,
            Clock clock) {
        this.policies = policies;
        this.denials = denials;
        this.tokens = tokens;
        this.revocations = revocations;
        this.signer = signer;
        this.audit = audit;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** A token in the client's own name (RFC 6749, 4.4); without scopes: all that the client may have. */
    public IssuedToken own(ProvenClient proven, @Nullable String audience, Set<String> scopes) {
        Client client = proven.client();
        if (client.audiences().isEmpty()) {
            throw Refusals.unauthorizedClient();
        }
        if (audience == null || !client.audiences().contains(Policy.audience(audience))) {
            throw Refusals.invalidTarget();
        }
        Set<String> granted = narrowed(client.scopes(), scopes);
        Subject itself = new Subject(client.id(), granted, client.roles(), List.of(), Instant.MAX, null, client.id());
        return issue(itself, proven, Policy.audience(audience), granted, List.of());
    }

    /** A subject's token turned into one for the next service (RFC 8693); without scopes: all that the policy yields. */
    public IssuedToken exchange(ProvenClient proven, Exchange exchange) {
        Client client = proven.client();
        Policy policy = policies.get(); // one for the whole exchange
        if (policy.exchanges().stream().noneMatch(rule -> rule.client().equals(client.id()))) {
            throw Refusals.unauthorizedClient();
        }
        Subject subject = believed(exchange.subjectToken(), Set.of(Policy.audience(client.id())));
        requireActor(client, exchange.actorToken());
        if (exchange.audience() == null) {
            throw Refusals.invalidTarget();
        }
        String audience = Policy.audience(exchange.audience());
        ExchangeRule rule = policy.exchange(client.id(), audience).orElseThrow(Refusals::invalidTarget);
        Set<String> granted = narrowed(rule.resulting(subject.scopes()), exchange.scopes());
        List<String> actors = new ArrayList<>(List.of(client.id()));
        actors.addAll(subject.actors());
        if (actors.size() > MOST_ACTORS) {
            throw Refusals.invalidRequest("subject_token: exchanged too often");
        }
        return issue(subject, proven, audience, granted, actors);
    }

    /** An actor token is not needed, as the client has proven itself; if there is one, it must be the client's own. */
    private void requireActor(Client client, @Nullable String actorToken) {
        if (actorToken == null) {
            return;
        }
        Set<String> audiences = new HashSet<>(client.audiences());
        audiences.add(Policy.audience(client.id()));
        Subject actor = believed(actorToken, audiences);
        if (!actor.name().equals(client.id())) {
            throw Refusals.invalidToken();
        }
    }

    private Subject believed(String token, Set<String> audiences) {
        return tokens.verify(token, audiences)
                .filter(subject -> subject.tokenId() == null || !revocations.contains(subject.tokenId()))
                .filter(subject -> !denials.concern(subject))
                .orElseThrow(Refusals::invalidToken);
    }

    private static Set<String> narrowed(Set<String> allowed, Set<String> wanted) {
        if (allowed.isEmpty() || !allowed.containsAll(wanted)) {
            throw Refusals.invalidScope();
        }
        return wanted.isEmpty() ? allowed : wanted;
    }

    private IssuedToken issue(
            Subject subject, ProvenClient proven, String audience, Set<String> scopes, List<String> actors) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS); // tokens tell time in seconds
        Instant end = now.plus(lifetime);
        Instant expiry = subject.expiry().isBefore(end) ? subject.expiry() : end;
        if (!now.isBefore(expiry)) { // the subject's token has ended, and was still believed for the skew of clocks
            throw Refusals.invalidToken();
        }
        Grant grant = new Grant(
                UUID.randomUUID().toString(),
                subject.name(),
                proven.client().id(),
                audience,
                scopes,
                subject.roles(),
                actors,
                now,
                expiry,
                proven.certificate());
        IssuedToken issued = new IssuedToken(signer.sign(grant), grant);
        audit.issued(grant);
        return issued;
    }

    /**
     * What a client asks to exchange. {@code toString} hides the tokens.
     *
     * @param scopes those wanted; empty for all
     */
    public record Exchange(
            String subjectToken,
            @Nullable String actorToken,
            @Nullable String audience,
            Set<String> scopes) {
        /** Keeps a copy. */
        public Exchange {
            scopes = Set.copyOf(scopes);
        }

        /** All but the tokens. */
        @Override
        public String toString() {
            return "Exchange[audience=%s, scopes=%s]".formatted(audience, scopes);
        }
    }
}
