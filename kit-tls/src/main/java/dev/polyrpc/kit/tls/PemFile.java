package dev.polyrpc.kit.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Certificates or an EC key in a file, as it was when it was read; what is wrong with it is said in words that name the
 * file. Immutable.
 */
final class PemFile {
    private static final Pattern KEY =
            Pattern.compile("\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path path;
    private final byte[] content;
    private final @Nullable String unreadable;

    private PemFile(Path path, byte[] content, @Nullable String unreadable) {
        this.path = path;
        this.content = content;
        this.unreadable = unreadable;
    }

    /** Reads the file; where that fails, each question about it is answered with that fault. */
    static PemFile read(Path path) {
        try {
            return new PemFile(path, Files.readAllBytes(path), null);
        } catch (NoSuchFileException e) {
            return new PemFile(path, new byte[0], "no such file (certs/make makes it)");
        } catch (IOException e) {
            return new PemFile(path, new byte[0], "cannot be read");
        }
    }

    /** All certificates in the file, at least one. */
    List<X509Certificate> certificates() {
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content()))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw fault("holds no certificate");
            }
            return certificates;
        } catch (GeneralSecurityException e) {
            throw fault("torn, or not a certificate in PEM form");
        }
    }

    /** The one key in the file. */
    PrivateKey privateKey() {
        Matcher pem = KEY.matcher(new String(content(), StandardCharsets.US_ASCII));
        if (!pem.matches()) {
            throw fault("torn, or not a private key in PEM form (PKCS #8)");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw fault("torn, or not an EC key");
        }
    }

    /** Refuses a certificate outside its time, also one between leaf and authority. */
    void requireValidNow() {
        for (X509Certificate certificate : certificates()) {
            try {
                certificate.checkValidity();
            } catch (CertificateExpiredException e) {
                throw fault("expired on " + certificate.getNotAfter().toInstant());
            } catch (CertificateNotYetValidException e) {
                throw fault("not valid before " + certificate.getNotBefore().toInstant());
            }
        }
    }

    /** Refuses a chain that does not lead to one of these authorities, whatever the time. */
    void requireSignedBy(PemFile authorities) {
        if (!CertificateChain.leads(certificates(), authorities.certificates())) {
            throw fault("not signed by the authority in " + authorities.path.getFileName());
        }
    }

    /** Refuses a key that is not the certificate's: what it signs, the certificate's public key must verify. */
    void requireFits(PemFile leaf) {
        PrivateKey key = privateKey();
        PublicKey expected = leaf.certificates().get(0).getPublicKey();
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            byte[] proof = signature.sign();
            signature.initVerify(expected);
            if (signature.verify(proof)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            // a key of another kind does not fit either
        }
        throw fault("does not fit its certificate");
    }

    /** Refuses a file that others may read. */
    void requireOwnersAlone() {
        try {
            if (!OWNERS.containsAll(Files.getPosixFilePermissions(path))) {
                throw fault("readable by others (expected: mode 0600)");
            }
        } catch (IOException e) {
            throw fault("cannot be read");
        }
    }

    private byte[] content() {
        if (unreadable != null) {
            throw fault(unreadable);
        }
        return content;
    }

    private IllegalArgumentException fault(String fault) {
        return new IllegalArgumentException(path + ": " + fault);
    }
}
