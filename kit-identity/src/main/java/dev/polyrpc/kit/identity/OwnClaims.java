package dev.polyrpc.kit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The claims of our own issuer's access tokens (RFC 9068, 2.2), for one of some audiences. Immutable. */
final class OwnClaims implements ClaimRules {
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);
    private static final int MOST_ACTORS = 4;

    private final Set<String> audiences;

    /** Each audience by its name, or by the pattern {@code *.domain}. */
    OwnClaims(Set<String> audiences) {
        this.audiences = audiences.stream()
                .flatMap(audience -> Stream.of(audience, audience.replaceFirst("^[^.]+", "*")))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Caller caller(Claims claims, String token, Instant now) {
        claims.requireAudience(audiences);
        Instant expiry = claims.requireLife(now, LONGEST_LIFE);
        String id = claims.json().path("jti").textValue();
        if (id == null) {
            throw TokenRefused.invalid("jti: absent");
        }
        return new Caller(
                claims.name("sub"),
                claims.name("client_id"),
                claims.scopes("scope"),
                Set.copyOf(claims.texts("roles")),
                actors(claims.json().path("act")),
                expiry,
                id,
                claims.certificate(),
                token);
    }

    private static List<String> actors(JsonNode claim) {
        List<String> actors = new ArrayList<>();
        for (JsonNode act = claim; !act.isMissingNode(); act = act.path("act")) {
            if (actors.size() == MOST_ACTORS) {
                throw TokenRefused.invalid("act: more than 4 deep");
            }
            actors.add(new Claims(act).name("sub"));
        }
        return actors;
    }
}
