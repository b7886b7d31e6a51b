package dev.polyrpc.systemtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polyrpc.kit.identity.KeySource;
import dev.polyrpc.kit.testing.TestIssuer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes of a good token what somebody might who has not the key. */
final class Forgery {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int COORDINATE = 32;

    private Forgery() {}

    /** The same header, but for the algorithm, and the same claims. */
    static String unsigned(String token, String algorithm) {
        return encoded(header(token).put("alg", algorithm).toString()) + "." + part(token, 1);
    }

    static String signature(String token) {
        return part(token, 2);
    }

    /** Signed by HMAC, for verifiers that take a public key for a secret. */
    static String keyedWithPublicKey(String token, KeySource keys) {
        String keyId = header(token).path("kid").asText();
        byte[] key = keys.find(keyId)
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .key()
                .getEncoded();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String input = unsigned(token, "HS256");
            return input + "." + encoded(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Well signed by a key of the forger's own, which the header names as the one to verify with. */
    static String bringingItsKey(String token) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey own = (ECPublicKey) pair.getPublic();
            ObjectNode header = header(token);
            header.putObject("jwk")
                    .put("kty", "EC")
                    .put("crv", "P-256")
                    .put("x", coordinate(own.getW().getAffineX()))
                    .put("y", coordinate(own.getW().getAffineY()));
            String input = encoded(header.toString()) + "." + part(token, 1);
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(pair.getPrivate());
            signer.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + encoded(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed by the right key, with a second {@code sub}: which one counts is up to the parser. */
    static String subjectTwice(String token, TestIssuer issuer) {
        String claims = decoded(part(token, 1));
        return issuer.sign(decoded(part(token, 0)), claims.substring(0, claims.length() - 1) + ",\"sub\":\"bob\"}");
    }

    /** Another text that decodes to the same signature. */
    static String withSpareBit(String token) {
        int last = token.length() - 1;
        return token.substring(0, last) + DIGITS.charAt(DIGITS.indexOf(token.charAt(last)) + 1);
    }

    static String withOtherClaims(String token) {
        String claims = decoded(part(token, 1)).replace("\"alice\"", "\"mallory\"");
        return part(token, 0) + "." + encoded(claims) + "." + part(token, 2);
    }

    private static ObjectNode header(String token) {
        try {
            return (ObjectNode) JSON.readTree(decoded(part(token, 0)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String token, int number) {
        return token.split("\\.", -1)[number];
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The number in 32 bytes, whatever its own length. */
    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE];
        byte[] kept = Arrays.copyOfRange(bytes, Math.max(0, bytes.length - COORDINATE), bytes.length);
        System.arraycopy(kept, 0, fixed, COORDINATE - kept.length, kept.length);
        return encoded(fixed);
    }
}
