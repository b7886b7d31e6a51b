package dev.polyrpc.kit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The claims of a token, each read as the one type that it may have. Nothing here says whether they are true. */
record Claims(JsonNode json) {
    static final Duration SKEW = Duration.ofSeconds(30);

    private static final long LATEST = 253_402_300_799L; // the year 9999: no arithmetic overflows before it
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}");
    private static final Pattern SCOPE =
            Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+( [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*");
    private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"); // 32 bytes

    static Claims parse(Jws jws) {
        return new Claims(StrictJson.object(jws.payload(), "claims"));
    }

    /** Who says that it issued the token; nothing before its signature is verified with that issuer's key. */
    @Nullable
    String issuer() {
        return json.path("iss").textValue();
    }

    /** Refuses a token that names none of the audiences; one element that is no text spoils the whole list. */
    void requireAudience(Set<String> ours) {
        JsonNode audience = json.path("aud");
        List<String> named = audience.isTextual() ? List.of(audience.textValue()) : list(audience, "aud");
        if (named.stream().noneMatch(ours::contains)) {
            throw TokenRefused.invalid("aud: absent or another");
        }
    }

    /** The token's end; refuses what has ended, has not begun, or lasts longer than it may. */
    Instant requireLife(Instant now, Duration longest) {
        Instant expiry = time("exp");
        Instant issued = time("iat");
        if (Duration.between(issued, expiry).compareTo(longest) > 0) {
            throw TokenRefused.invalid("exp: too long after iat");
        }
        Instant latestStart = now.plus(SKEW);
        if (issued.isAfter(latestStart)) {
            throw TokenRefused.invalid("iat: ahead");
        }
        if (json.has("nbf") && time("nbf").isAfter(latestStart)) {
            throw TokenRefused.invalid("nbf: ahead");
        }
        if (!now.minus(SKEW).isBefore(expiry)) {
            throw TokenRefused.expired();
        }
        return expiry;
    }

    String name(String claim) {
        return requireName(json.path(claim).textValue(), claim);
    }

    static String requireName(@Nullable String value, String claim) {
        if (value == null || !NAME.matcher(value).matches()) {
            throw TokenRefused.invalid(claim + ": absent or malformed");
        }
        return value;
    }

    /** The parts of a claim that is one text, parted by single spaces; empty where there is none. */
    Set<String> scopes(String claim) {
        if (!json.has(claim)) {
            return Set.of();
        }
        String text = json.path(claim).textValue();
        if (text == null || !SCOPE.matcher(text).matches()) {
            throw TokenRefused.invalid(claim + ": malformed");
        }
        return Set.copyOf(List.of(text.split(" ")));
    }

    /** A list of texts at a path parted by dots; empty where there is nothing. */
    List<String> texts(String path) {
        JsonNode node = json;
        for (String step : path.split("\\.", -1)) {
            node = node.path(step);
        }
        return list(node, path);
    }

    /**
     * The one certificate that may bring the token (RFC 8705, 3.1). Any other way to confirm the holder is refused: better than to
     * believe without the proof that it asks for.
     */
    @Nullable
    String certificate() {
        JsonNode confirmation = json.path("cnf");
        if (confirmation.isMissingNode()) {
            return null;
        }
        String thumbprint = confirmation.path("x5t#S256").textValue();
        if (confirmation.size() != 1
                || thumbprint == null
                || !THUMBPRINT.matcher(thumbprint).matches()) {
            throw TokenRefused.invalid("cnf: not the thumbprint of a certificate alone");
        }
        return thumbprint;
    }

    private Instant time(String claim) {
        JsonNode value = json.path(claim);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > LATEST) {
            throw TokenRefused.invalid(claim + ": absent or not seconds");
        }
        return Instant.ofEpochSecond(value.longValue());
    }

    private static List<String> list(JsonNode array, String what) {
        List<String> texts = new ArrayList<>();
        if (!array.isMissingNode() && !array.isArray()) {
            throw TokenRefused.invalid(what + ": not a list");
        }
        for (JsonNode element : array) {
            if (!element.isTextual()) {
                throw TokenRefused.invalid(what + ": holds what is not text");
            }
            texts.add(element.textValue());
        }
        return texts;
    }
}
