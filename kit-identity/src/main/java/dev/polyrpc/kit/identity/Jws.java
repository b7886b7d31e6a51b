package dev.polyrpc.kit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * The outer form of a signed text (RFC 7515, 7.1): three canonical base64url parts, and a header that holds {@code alg},
 * {@code kid}, perhaps {@code typ}, and nothing else. No key has been tried yet, and the payload may be anything. Immutable.
 *
 * @param type the {@code typ} in lower case without {@code application/} (RFC 7515, 4.1.9); empty when there is none
 */
record Jws(String keyId, String algorithm, String type, String signed, String encodedPayload, String encodedSignature) {
    private static final int LONGEST = 4096;
    private static final int LONGEST_KEY_ID = 128;
    private static final Set<String> HEADER = Set.of("typ", "alg", "kid");
    private static final String APPLICATION = "application/";

    static Jws parse(String text) {
        if (text.length() > LONGEST) {
            throw TokenRefused.invalid("token: too long");
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw TokenRefused.invalid("token: not three parts");
        }
        JsonNode header = StrictJson.object(decode(parts[0], "header"), "header");
        decode(parts[1], "payload");
        decode(parts[2], "signature");
        header.fieldNames().forEachRemaining(Jws::requireKnown);
        String keyId = member(header, "kid");
        if (keyId.isEmpty() || keyId.length() > LONGEST_KEY_ID) {
            throw TokenRefused.invalid("kid: empty or too long");
        }
        String signed = text.substring(0, parts[0].length() + 1 + parts[1].length());
        return new Jws(keyId, member(header, "alg"), type(header), signed, parts[1], parts[2]);
    }

    byte[] payload() {
        return decode(encodedPayload, "payload");
    }

    /** What the signature is made over (RFC 7515, 5.2). */
    byte[] signingInput() {
        return signed.getBytes(StandardCharsets.US_ASCII);
    }

    byte[] signature() {
        return decode(encodedSignature, "signature");
    }

    private static void requireKnown(String name) {
        if (!HEADER.contains(name)) { // crit, zip, jwk, jku, x5u, x5c, b64: never followed, so never accepted
            throw TokenRefused.invalid("header: holds more than typ, alg and kid");
        }
    }

    private static String type(JsonNode header) {
        if (!header.has("typ")) {
            return "";
        }
        String type = member(header, "typ").toLowerCase(Locale.ROOT);
        return type.startsWith(APPLICATION) ? type.substring(APPLICATION.length()) : type;
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
