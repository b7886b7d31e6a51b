package dev.polyrpc.kit.identity;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;

/** The algorithms that a signature may be of (RFC 7518, 3.1 and RFC 8037), each with keys of one kind alone. */
enum JwsAlgorithm {
    /** ECDSA on P-256 with SHA-256. */
    ES256("EC", "SHA256withECDSAinP1363Format"),
    /** Ed25519, and no other curve. */
    EDDSA("Ed25519", "Ed25519"),
    /** RSA, PKCS #1 version 1.5, with SHA-256. */
    RS256("RSA", "SHA256withRSA"),
    /** RSA, PSS, with SHA-256 and a salt of 32 bytes. */
    PS256("RSA", "RSASSA-PSS");

    private static final ECParameterSpec P256 = p256();
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);
    private static final int LEAST_RSA_BITS = 2048; // RFC 7518, 3.3
    private static final int MOST_RSA_BITS = 8192; // beyond, each check costs milliseconds
    private static final int SIGNATURE_OF_A_CURVE = 64;

    private final String keyType;
    private final String jcaName;

    JwsAlgorithm(String keyType, String jcaName) {
        this.keyType = keyType;
        this.jcaName = jcaName;
    }

    /** By the name that headers and keys give it, case and all. */
    static JwsAlgorithm of(String name) {
        for (JwsAlgorithm algorithm : values()) {
            if (algorithm.title().equals(name)) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("alg: %s (expected: ES256, EdDSA, RS256 or PS256)".formatted(name));
    }

    String title() {
        return this == EDDSA ? "EdDSA" : name();
    }

    /** The {@code kty} of its keys. */
    String kind() {
        return switch (this) {
            case ES256 -> "EC";
            case EDDSA -> "OKP";
            case RS256, PS256 -> "RSA";
        };
    }

    /** The key as the provider's own; an IllegalArgumentException tells why it does not fit. */
    PublicKey key(PublicKey given) {
        PublicKey key;
        try {
            key = SignatureProvider.keys(keyType).generatePublic(new X509EncodedKeySpec(given.getEncoded()));
        } catch (GeneralSecurityException | RuntimeException e) { // of one odd key, whatever it makes of the provider
            throw new IllegalArgumentException("key: not one for " + title(), e);
        }
        boolean fits = switch (this) {
            case ES256 ->
                key instanceof ECPublicKey ec && ec.getParams().getCurve().equals(P256.getCurve());
            case EDDSA ->
                key instanceof EdECPublicKey ed && ed.getParams().getName().equals(keyType);
            case RS256, PS256 -> key instanceof RSAPublicKey rsa && strong(rsa);
        };
        if (!fits) {
            throw new IllegalArgumentException("key: another curve than %s needs, or too small".formatted(title()));
        }
        return key;
    }

    boolean verifies(PublicKey key, byte[] input, byte[] signed) {
        if ((this == ES256 || this == EDDSA) && signed.length != SIGNATURE_OF_A_CURVE) {
            return false;
        }
        if (this == ES256 && !inRange(signed)) {
            return false;
        }
        try {
            Signature signature = SignatureProvider.signature(jcaName);
            if (this == PS256) {
                signature.setParameter(PSS);
            }
            signature.initVerify(key);
            signature.update(input);
            return signature.verify(signed);
        } catch (GeneralSecurityException | RuntimeException malformed) {
            return false; // what a hostile signature makes of the provider is no more than a refusal
        }
    }

    /** Whether both halves are numbers from 1 to below the curve's order: of some JDKs 17, others are good for any text. */
    static boolean inRange(byte[] signed) {
        int half = signed.length / 2;
        return inRange(new BigInteger(1, signed, 0, half)) && inRange(new BigInteger(1, signed, half, half));
    }

    private static boolean inRange(BigInteger number) {
        return number.signum() > 0 && number.compareTo(P256.getOrder()) < 0;
    }

    private static boolean strong(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        return bits >= LEAST_RSA_BITS
                && bits <= MOST_RSA_BITS
                && key.getPublicExponent().testBit(0)
                && key.getPublicExponent().bitLength() > 1
                && key.getPublicExponent().bitLength() <= 64;
    }

    private static ECParameterSpec p256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
