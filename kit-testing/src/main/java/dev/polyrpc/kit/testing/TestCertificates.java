package dev.polyrpc.kit.testing;

import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/** The whole set that {@code certs/make} makes, made once per JVM in a temporary folder. Safe for use by many threads. */
public final class TestCertificates {
    private static final Path DIRECTORY = make();

    private TestCertificates() {}

    /** The folder: {@code ca.pem}, {@code NAME.pem}, {@code NAME-key.pem}, {@code NAME.secret}, {@code bad/}. */
    public static Path directory() {
        return DIRECTORY;
    }

    /** A good identity, such as {@code alice}. */
    public static TlsIdentity identity(String name) {
        return TlsIdentity.load(DIRECTORY, name);
    }

    /** One of {@code bad/}, such as {@code rogue}, unchecked; it trusts the good CA. */
    public static TlsIdentity bad(String name) {
        return TlsIdentity.loadUnchecked(DIRECTORY, "bad/" + name);
    }

    /** A set of the test's own, with authorities of its own, to rotate in. */
    public static CertificateSet fresh() {
        try {
            return CertificateSet.create(temporary());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path make() {
        try {
            Path directory = temporary();
            CertificateSet.write(directory, Instant.now());
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() throws IOException {
        Path directory = Files.createTempDirectory("polyrpc-certs-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
        return directory;
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
