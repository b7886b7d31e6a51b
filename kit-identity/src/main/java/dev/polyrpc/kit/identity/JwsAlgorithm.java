package dev.polyrpc.kit.identity;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.EllipticCurve;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.jcajce.interfaces.EdDSAPublicKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The algorithms that a signature may be of (RFC 7518, 3.1 and RFC 8037), each with keys of one kind alone. */
enum JwsAlgorithm {
    /** ECDSA on P-256 with SHA-256. */
    ES256("EC", "SHA256withPLAIN-ECDSA"),
    /** Ed25519, and no other curve. */
    EDDSA("Ed25519", "Ed25519"),
    /** RSA, PKCS #1 version 1.5, with SHA-256. */
    RS256("RSA", "SHA256withRSA"),
    /** RSA, PSS, with SHA-256 and a salt of 32 bytes. */
    PS256("RSA", "SHA256withRSAandMGF1");

    /** Ten times as fast as the JDK's own at elliptic curves on Java 17, where its keys are its own, too. */
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private static final EllipticCurve P256 = p256();
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
            key = KeyFactory.getInstance(keyType, PROVIDER).generatePublic(new X509EncodedKeySpec(given.getEncoded()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("key: not one for " + title(), e);
        }
        boolean fits = switch (this) {
            case ES256 ->
                key instanceof ECPublicKey ec && ec.getParams().getCurve().equals(P256);
            case EDDSA -> key instanceof EdDSAPublicKey ed && ed.getAlgorithm().equals(keyType);
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
        try {
            Signature signature = Signature.getInstance(jcaName, PROVIDER);
            signature.initVerify(key);
            signature.update(input);
            return signature.verify(signed);
        } catch (GeneralSecurityException | RuntimeException malformed) {
            return false; // what a hostile signature makes of the provider is no more than a refusal
        }
    }

    private static boolean strong(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        return bits >= LEAST_RSA_BITS
                && bits <= MOST_RSA_BITS
                && key.getPublicExponent().testBit(0)
                && key.getPublicExponent().bitLength() > 1
                && key.getPublicExponent().bitLength() <= 64;
    }

    private static EllipticCurve p256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class).getCurve();
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
