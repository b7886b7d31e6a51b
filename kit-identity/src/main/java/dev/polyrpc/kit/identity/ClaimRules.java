package dev.polyrpc.kit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the claims of a token, its signature once verified, must say for it to be believed here and now. */
final class ClaimRules {
    static final Duration SKEW = Duration.ofSeconds(30);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);
    private static final int MOST_ACTORS = 4;
    private static final long LATEST = 253_402_300_799L; // the year 9999: no arithmetic overflows before it

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}");
    private static final Pattern SCOPE =
            Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+( [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*");

    private final VerifierConfig config;
    private final String pattern;

    ClaimRules(VerifierConfig config) {
        this.config = config;
        this.pattern = config.audience().replaceFirst("^[^.]+", "*");
    }

    Caller caller(byte[] text, String token, Instant now) {
        JsonNode claims = StrictJson.object(text, "claims");
        if (!config.issuer().equals(claims.path("iss").textValue())) {
            throw TokenRefused.invalid("iss: absent or another");
        }
        requireAudience(claims.path("aud"));
        Instant expiry = requireLife(claims, now);
        if (!claims.path("jti").isTextual()) {
            throw TokenRefused.invalid("jti: absent");
        }
        if (claims.has("cnf")) { // better refused than believed without the proof that it asks for
            throw TokenRefused.invalid("cnf: bound tokens are not taken here");
        }
        return new Caller(
                name(claims, "sub"),
                name(claims, "client_id"),
                scopes(claims.path("scope")),
                Set.copyOf(names(claims.path("roles"), "roles")),
                actors(claims.path("act")),
                expiry,
                token);
    }

    /** Ours by name or by the pattern {@code *.domain}; one element that is no text spoils the whole list. */
    private void requireAudience(JsonNode audience) {
        List<String> named = audience.isTextual() ? List.of(audience.textValue()) : names(audience, "aud");
        if (!named.contains(config.audience()) && !named.contains(pattern)) {
            throw TokenRefused.invalid("aud: absent or another");
        }
    }

    private static Instant requireLife(JsonNode claims, Instant now) {
        Instant expiry = time(claims, "exp");
        Instant issued = time(claims, "iat");
        if (Duration.between(issued, expiry).compareTo(LONGEST_LIFE) > 0) {
            throw TokenRefused.invalid("exp: more than 10 minutes after iat");
        }
        Instant latestStart = now.plus(SKEW);
        if (issued.isAfter(latestStart)) {
            throw TokenRefused.invalid("iat: ahead");
        }
        if (claims.has("nbf") && time(claims, "nbf").isAfter(latestStart)) {
            throw TokenRefused.invalid("nbf: ahead");
        }
        if (!now.minus(SKEW).isBefore(expiry)) {
            throw TokenRefused.expired();
        }
        return expiry;
    }

    private static Instant time(JsonNode claims, String name) {
        JsonNode value = claims.path(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > LATEST) {
            throw TokenRefused.invalid(name + ": absent or not seconds");
        }
        return Instant.ofEpochSecond(value.longValue());
    }

    private static String name(JsonNode claims, String name) {
        String value = claims.path(name).textValue();
        if (value == null || !NAME.matcher(value).matches()) {
            throw TokenRefused.invalid(name + ": absent or malformed");
        }
        return value;
    }

    private static Set<String> scopes(JsonNode scope) {
        if (scope.isMissingNode()) {
            return Set.of();
        }
        String text = scope.textValue();
        if (text == null || !SCOPE.matcher(text).matches()) {
            throw TokenRefused.invalid("scope: malformed");
        }
        return Set.copyOf(List.of(text.split(" ")));
    }

    private static List<String> names(JsonNode array, String what) {
        List<String> names = new ArrayList<>();
        if (!array.isMissingNode() && !array.isArray()) {
            throw TokenRefused.invalid(what + ": not a list");
        }
        for (JsonNode element : array) {
            if (!element.isTextual()) {
                throw TokenRefused.invalid(what + ": holds what is not text");
            }
            names.add(element.textValue());
        }
        return names;
    }

    private static List<String> actors(JsonNode claim) {
        List<String> actors = new ArrayList<>();
        for (JsonNode act = claim; !act.isMissingNode(); act = act.path("act")) {
            if (actors.size() == MOST_ACTORS) {
                throw TokenRefused.invalid("act: more than 4 deep");
            }
            actors.add(name(act, "sub"));
        }
        return actors;
    }
}
