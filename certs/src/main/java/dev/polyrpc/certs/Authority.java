package dev.polyrpc.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority: who has it can make leaves. Safe for use by many threads. */
public final class Authority {
    private static final Duration LIFETIME = Duration.ofDays(365);
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();
    // its keys, written to a file, hold the public half too: some clients (ring, so rustls) demand it
    private static final Provider KEYS = new BouncyCastleProvider();

    private final Leaf root;

    private Authority(Leaf root) {
        this.root = root;
    }

    /** Makes an authority that signs itself. */
    public static Authority create(String name, Instant now) {
        try {
            KeyPair pair = newKeyPair();
            X500Principal subject = new X500Principal("CN=" + name);
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    subject,
                    newSerial(),
                    Date.from(now.minus(CLOCK_SKEW)),
                    Date.from(now.plus(LIFETIME)),
                    subject,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return new Authority(new Leaf(sign(builder, pair.getPrivate()), pair.getPrivate()));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An authority that was made before. */
    public static Authority of(Leaf root) {
        return new Authority(root);
    }

    /** Whether the certificate is signed with that authority's key. */
    static boolean hasSigned(X509Certificate authority, X509Certificate certificate) {
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The authority's own certificate and key. */
    public Leaf root() {
        return root;
    }

    /** Makes a key and a certificate for it; both also name localhost, so that any machine can play every part. */
    public Leaf issue(LeafRequest request) {
        try {
            KeyPair pair = newKeyPair();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    root.certificate().getSubjectX500Principal(),
                    newSerial(),
                    Date.from(request.notBefore()),
                    Date.from(request.notAfter()),
                    new X500Principal("CN=" + request.name()),
                    pair.getPublic());
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, purposes(request));
            builder.addExtension(Extension.subjectAlternativeName, false, names(request));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(root.certificate().getPublicKey()));
            return new Leaf(sign(builder, root.key()), pair.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ExtendedKeyUsage purposes(LeafRequest request) {
        List<KeyPurposeId> purposes = new ArrayList<>();
        if (request.server()) {
            purposes.add(KeyPurposeId.id_kp_serverAuth);
        }
        if (request.client()) {
            purposes.add(KeyPurposeId.id_kp_clientAuth);
        }
        return new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new));
    }

    private static GeneralNames names(LeafRequest request) {
        List<GeneralName> names = new ArrayList<>();
        request.ids().forEach(id -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, id)));
        names.add(new GeneralName(GeneralName.dNSName, "localhost"));
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        names.add(new GeneralName(GeneralName.iPAddress, "::1"));
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey signer)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    }

    private static KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", KEYS);
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    static BigInteger newSerial() {
        return new BigInteger(127, RANDOM).setBit(0); // positive, as RFC 5280 wants it
    }
}
