package dev.polyrpc.kit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Set;

/**
 * The outer form of a signed token: three canonical base64url parts, and a header that holds {@code typ}, {@code alg},
 * {@code kid} and nothing else. No key has been tried yet, and the claims are not even parsed.
 */
record CompactToken(String keyId, String algorithm, String encodedClaims) {
    private static final int LONGEST = 4096;
    private static final int LONGEST_KEY_ID = 128;
    private static final Set<String> HEADER = Set.of("typ", "alg", "kid");

    static CompactToken parse(String token) {
        if (token.length() > LONGEST) {
            throw TokenRefused.invalid("token: too long");
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw TokenRefused.invalid("token: not three parts");
        }
        JsonNode header = StrictJson.object(decode(parts[0], "header"), "header");
        decode(parts[1], "claims");
        decode(parts[2], "signature");
        header.fieldNames().forEachRemaining(CompactToken::requireKnown);
        // RFC 7515, 4.1.9: compared without case, "application/" may be written out.
        if (!member(header, "typ").matches("(?i)(application/)?at\\+jwt")) {
            throw TokenRefused.invalid("typ: not at+jwt");
        }
        String keyId = member(header, "kid");
        if (keyId.isEmpty() || keyId.length() > LONGEST_KEY_ID) {
            throw TokenRefused.invalid("kid: absent, empty or too long");
        }
        return new CompactToken(keyId, member(header, "alg"), parts[1]);
    }

    byte[] claims() {
        return decode(encodedClaims, "claims");
    }

    private static void requireKnown(String name) {
        if (!HEADER.contains(name)) { // crit, zip, jwk, jku, x5u, x5c, b64: never followed, so never accepted
            throw TokenRefused.invalid("header: holds more than typ, alg and kid");
        }
    }

    private static String member(JsonNode header, String name) {
        JsonNode value = header.path(name);
        if (!value.isTextual()) {
            throw TokenRefused.invalid(name + ": absent or not text");
        }
        return value.textValue();
    }

    /** Decodes; what does not encode back to the same text (padding, spare bits, line breaks) is refused. */
    private static byte[] decode(String part, String what) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw TokenRefused.invalid(what + ": not base64url");
        }
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
            throw TokenRefused.invalid(what + ": not canonical base64url");
        }
        return bytes;
    }
}
