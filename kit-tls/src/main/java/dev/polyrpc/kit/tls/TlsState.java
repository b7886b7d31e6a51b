package dev.polyrpc.kit.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** A certificate, its key and the authorities, as they belong together. Safe for use by many threads. */
final class TlsState {
    private static final String ANY_EXCHANGE = "UNKNOWN"; // what engines say under TLS 1.3

    private final List<X509Certificate> authorities;
    private final Credential credential;
    private final X509TrustManager chains;
    private final X509ExtendedTrustManager clients;
    private final Map<String, X509ExtendedTrustManager> servers = new ConcurrentHashMap<>();

    TlsState(List<X509Certificate> authorities, Credential credential) {
        this.authorities = List.copyOf(authorities);
        this.credential = credential;
        this.chains = PeerTrust.ofChains(authorities);
        this.clients = PeerTrust.ofClients(authorities);
    }

    List<X509Certificate> authorities() {
        return authorities;
    }

    Credential credential() {
        return credential;
    }

    X509ExtendedTrustManager clients() {
        return clients;
    }

    /** Trusts the one process with that SPIFFE path. */
    X509ExtendedTrustManager server(String path) {
        return servers.computeIfAbsent(path, expected -> PeerTrust.ofServer(authorities, new Peer(expected)));
    }

    /** Whether a client with this chain would be let in now. */
    boolean trustsClient(X509Certificate[] chain) {
        return passes(() -> chains.checkClientTrusted(chain, ANY_EXCHANGE), chain);
    }

    /** Whether a server with this chain would be talked to now, whatever its name. */
    boolean trustsServer(X509Certificate[] chain) {
        return passes(() -> chains.checkServerTrusted(chain, ANY_EXCHANGE), chain);
    }

    private static boolean passes(ChainCheck check, X509Certificate[] chain) {
        try {
            check.run();
            PeerTrust.requireLeaf(chain);
            return true;
        } catch (CertificateException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether this differs from another in nothing. */
    boolean isSameAs(TlsState other) {
        return authorities.equals(other.authorities) && credential.chain().equals(other.credential.chain());
    }

    /** Throws where a chain is not to be trusted. */
    @FunctionalInterface
    private interface ChainCheck {
        void run() throws CertificateException;
    }
}
