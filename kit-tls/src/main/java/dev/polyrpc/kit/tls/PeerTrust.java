package dev.polyrpc.kit.tls;

import dev.polyrpc.kit.failure.Failure;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.SslSocketAndEnginePeerVerifier;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What the platform's checks (chain, time, key usage, host name) leave out: a CA is nobody's leaf, and a server must be
 * the process that was meant. Safe for use by many threads.
 */
record PeerTrust(@Nullable Peer expectedServer) implements SslSocketAndEnginePeerVerifier {
    /** Trusts all clients of these authorities. */
    static X509ExtendedTrustManager ofClients(List<X509Certificate> authorities) {
        return platform(authorities, new PeerTrust(null));
    }

    /** Trusts one process of these authorities. */
    static X509ExtendedTrustManager ofServer(List<X509Certificate> authorities, Peer expected) {
        return platform(authorities, new PeerTrust(expected));
    }

    /** Trusts chains of these authorities, without a look at the connection that they came over. */
    static X509TrustManager ofChains(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry(Thumbprint.hex(authority), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Refuses an authority's certificate as a leaf. */
    static void requireLeaf(X509Certificate[] chain) throws CertificateException {
        if (chain[0].getBasicConstraints() >= 0) {
            throw new CertificateException("an authority's certificate used as a leaf");
        }
    }

    @Override
    public void verifyPeerCertificate(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        require(chain);
    }

    @Override
    public void verifyPeerCertificate(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        require(chain);
    }

    private void require(X509Certificate[] chain) throws CertificateException {
        requireLeaf(chain);
        try {
            if (expectedServer != null && !expectedServer.equals(Peer.of(chain))) {
                throw new CertificateException("server: %s (expected: %s)".formatted(Peer.of(chain), expectedServer));
            }
        } catch (Failure e) {
            throw new CertificateException(e.getMessage(), e);
        }
    }

    private static X509ExtendedTrustManager platform(List<X509Certificate> authorities, PeerTrust more) {
        try {
            AdvancedTlsX509TrustManager trust = AdvancedTlsX509TrustManager.newBuilder()
                    .setVerification(Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION)
                    .setSslSocketAndEnginePeerVerifier(more)
                    .build();
            trust.updateTrustCredentials(authorities.toArray(X509Certificate[]::new));
            return trust;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
