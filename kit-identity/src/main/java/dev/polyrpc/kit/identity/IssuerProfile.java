package dev.polyrpc.kit.identity;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What another issuer's tokens look like, and what we take of them. Immutable.
 *
 * @param name ours for it: its subjects are {@code NAME:SUBJECT} here, so that it speaks for nobody but its own
 * @param issuer the {@code iss} of its tokens, compared as text
 * @param jwksUri where its keys are read, and nowhere else
 * @param ca the PEM file of the authorities that its HTTPS is trusted by; null for those of the platform
 * @param audience what its tokens name in {@code aud} when they are meant for us
 * @param recipient our process that they are taken for, for example {@code gateway}
 * @param types the {@code typ} that their header may name, in lower case
 * @param algorithms the {@code alg} that its keys may be used with
 * @param maxLife the longest from {@code iat} to {@code exp}
 * @param claims what further claims must say, for example {@code typ: Bearer}, which no ID token says
 * @param scopes those of our scopes that it may give; what else its tokens name is passed over
 * @param scopeClaim the claim that names them, parted by spaces
 * @param rolesClaim the path of the list of roles, parted by dots; null for none
 * @param roles our role for each of its own; what else its tokens name is passed over
 */
public record IssuerProfile(
        String name,
        String issuer,
        URI jwksUri,
        @Nullable Path ca,
        String audience,
        String recipient,
        Set<String> types,
        Set<String> algorithms,
        Duration maxLife,
        Map<String, String> claims,
        Set<String> scopes,
        String scopeClaim,
        @Nullable String rolesClaim,
        Map<String, String> roles) {
    /** Keeps copies. */
    public IssuerProfile {
        types = Set.copyOf(types);
        algorithms = Set.copyOf(algorithms);
        claims = Map.copyOf(claims);
        scopes = Set.copyOf(scopes);
        roles = Map.copyOf(roles);
    }
}
