package dev.polyrpc.kit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The claims of another issuer's tokens, of which its profile says what is taken. Immutable. */
final class OtherClaims implements ClaimRules {
    private final IssuerProfile profile;

    OtherClaims(IssuerProfile profile) {
        this.profile = profile;
    }

    @Override
    public Caller caller(Claims claims, String token, Instant now) {
        claims.requireAudience(Set.of(profile.audience()));
        Instant expiry = claims.requireLife(now, profile.maxLife());
        profile.claims().forEach((name, value) -> requireClaim(claims, name, value));
        if (claims.json().has("act")) { // who acted there means nothing here, and must not pass for one of ours
            throw TokenRefused.invalid("act: of another issuer");
        }
        return new Caller(
                ours(claims.name("sub"), "sub"),
                ours(claims.json().has("client_id") ? claims.name("client_id") : claims.name("azp"), "azp"),
                claims.scopes(profile.scopeClaim()).stream()
                        .filter(profile.scopes()::contains)
                        .collect(Collectors.toUnmodifiableSet()),
                roles(claims),
                List.of(),
                expiry,
                id(claims),
                claims.certificate(),
                token);
    }

    /** With our name for the issuer before it, nothing that it says is the name of somebody else's. */
    private String ours(String name, String claim) {
        return Claims.requireName(profile.name() + ":" + name, claim);
    }

    private static void requireClaim(Claims claims, String name, String value) {
        if (!value.equals(claims.json().path(name).textValue())) {
            throw TokenRefused.invalid(name + ": not what the issuer's profile wants");
        }
    }

    private Set<String> roles(Claims claims) {
        Map<String, String> roles = profile.roles();
        String path = profile.rolesClaim();
        List<String> theirs = path == null ? List.of() : claims.texts(path);
        return theirs.stream().map(roles::get).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
    }

    private @Nullable String id(Claims claims) {
        JsonNode id = claims.json().path("jti");
        return id.isTextual() ? profile.name() + ":" + id.textValue() : null;
    }
}
