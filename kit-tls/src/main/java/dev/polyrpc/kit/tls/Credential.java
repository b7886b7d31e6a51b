package dev.polyrpc.kit.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A certificate with those that lead from it to an authority, leaf first, and the leaf's key. Immutable. */
public record Credential(List<X509Certificate> chain, PrivateKey key) {
    public Credential {
        chain = List.copyOf(chain);
    }

    public X509Certificate leaf() {
        return chain.get(0);
    }

    /** What tokens that are bound to this certificate call it by. */
    public String thumbprint() {
        return Thumbprint.of(leaf());
    }

    @Override
    public String toString() {
        return "Credential[" + thumbprint() + "]"; // never the key
    }
}
