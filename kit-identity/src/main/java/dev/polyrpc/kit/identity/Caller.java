package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.tls.PeerPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whoever a verified access token speaks for. Immutable.
 *
 * @param subject on whose behalf the call is made; {@code NAME:SUBJECT} where another issuer says who it is
 * @param client the OAuth client that the token was issued to
 * @param scopes what the token allows
 * @param roles what the subject is, for example {@code customer} or {@code staff}
 * @param actors the services that exchanged the token on its way here, the latest first; empty when nobody did
 * @param expiry when the token ends
 * @param id what tells the token from all others of its issuer ({@code jti}); null where another issuer gives none
 * @param certificate the thumbprint of the one certificate that may bring the token ({@code x5t#S256}, RFC 8705, 3.1);
 *     null where anyone may
 * @param token the token itself, to be exchanged for the next hop: never logged
 */
public record Caller(
        String subject,
        String client,
        Set<String> scopes,
        Set<String> roles,
        List<String> actors,
        Instant expiry,
        @Nullable String id,
        @Nullable String certificate,
        String token) {

    /** Keeps copies. */
    public Caller {
        scopes = Set.copyOf(scopes);
        roles = Set.copyOf(roles);
        actors = List.copyOf(actors);
    }

    /** Whether the token allows what the scope stands for. */
    public boolean has(String scope) {
        return scopes.contains(scope);
    }

    /** Whether the subject works here, and so sees what belongs to others. */
    public boolean staff() {
        return roles.contains("staff");
    }

    /** Refuses a token that is bound to another certificate than the one it came over, if it came over any. */
    public void requireHeldBy(@Nullable String thumbprint) {
        if (certificate != null && !certificate.equals(thumbprint)) {
            throw BearerToken.refused("TOKEN_INVALID");
        }
    }

    /** Refuses a token that comes from a denied process, whoever brings it: its subject, its client, or one that acted. */
    public void requireAllowed(PeerPolicy policy) {
        boolean denied = policy.denies(subject) || policy.denies(client);
        for (int actor = 0; !denied && actor < actors.size(); actor++) {
            denied = policy.denies(actors.get(actor));
        }
        if (denied) {
            throw new Failure(Kind.DENIED, "PEER_NOT_ALLOWED", "token: of a process that is denied");
        }
    }

    /** All but the token. */
    @Override
    public String toString() {
        return "Caller[subject=%s, client=%s, scopes=%s, roles=%s, actors=%s, expiry=%s, id=%s, certificate=%s]"
                .formatted(subject, client, scopes, roles, actors, expiry, id, certificate);
    }
}
