package dev.polyrpc.certs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A set that was written before: is it still good to use? */
record ExistingSet(Path directory) {
    /** A leaf with less time left makes the set due. */
    static final Duration RENEWAL = Duration.ofDays(7);

    /** Whether all files are there, belong together and stay valid for some days. */
    boolean isValid(Instant now) {
        try {
            PublicKey authority = certificate("ca").getPublicKey();
            for (String name : names()) {
                X509Certificate leaf = certificate(name);
                leaf.verify(authority);
                if (leaf.getNotAfter().toInstant().isBefore(now.plus(RENEWAL)) || !isThere(name + "-key.pem")) {
                    return false;
                }
            }
            return secretsFit()
                    && CertificateSet.BAD.stream()
                            .allMatch(bad -> isThere("bad/" + bad + ".pem") && isThere("bad/" + bad + "-key.pem"));
        } catch (IOException | GeneralSecurityException e) {
            return false; // whatever is wrong with it, a new set mends it
        }
    }

    private boolean secretsFit() throws IOException {
        List<String> digests = Files.readAllLines(directory.resolve("clients.sha256"));
        for (String name : CertificateSet.DEV_CLIENTS) {
            String secret = Files.readString(directory.resolve(name + ".secret"));
            if (!digests.contains(CertificateSet.sha256(secret) + "  " + name)) {
                return false;
            }
        }
        return true;
    }

    private X509Certificate certificate(String name) throws IOException, GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(directory.resolve(name + ".pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }

    private boolean isThere(String file) {
        return Files.isReadable(directory.resolve(file));
    }

    private static List<String> names() {
        return Stream.concat(CertificateSet.PROCESSES.stream(), CertificateSet.DEV_CLIENTS.stream())
                .toList();
    }
}
