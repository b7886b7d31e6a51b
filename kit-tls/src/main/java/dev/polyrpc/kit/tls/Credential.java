package dev.polyrpc.kit.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate and its key. Immutable. */
public record Credential(X509Certificate leaf, PrivateKey key) {
    /** What tokens that are bound to this certificate call it by. */
    public String thumbprint() {
        return Thumbprint.of(leaf);
    }

    @Override
    public String toString() {
        return "Credential[" + thumbprint() + "]"; // never the key
    }
}
