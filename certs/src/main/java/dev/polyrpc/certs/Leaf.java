package dev.polyrpc.certs;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate and its key. Immutable. */
public record Leaf(X509Certificate certificate, PrivateKey key) {
    @Override
    public String toString() {
        return certificate.getSubjectX500Principal().getName();
    }
}
