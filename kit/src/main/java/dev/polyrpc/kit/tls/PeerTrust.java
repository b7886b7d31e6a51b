package dev.polyrpc.kit.tls;

import dev.polyrpc.kit.failure.Failure;
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
import org.jspecify.annotations.Nullable;

/**
 * The platform's checks (chain, time, key usage, host name), and two that it leaves out: a CA is nobody's leaf, and a
 * server must be the process that was meant. Safe for use by many threads.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager platform;
    private final @Nullable Peer expectedServer;

    PeerTrust(List<X509Certificate> authorities, @Nullable Peer expectedServer) {
        this.platform = platform(authorities);
        this.expectedServer = expectedServer;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        platform.checkClientTrusted(chain, authType, engine);
        requireLeaf(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        platform.checkClientTrusted(chain, authType, socket);
        requireLeaf(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        platform.checkClientTrusted(chain, authType);
        requireLeaf(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        platform.checkServerTrusted(chain, authType, engine);
        requireExpected(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        platform.checkServerTrusted(chain, authType, socket);
        requireExpected(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        platform.checkServerTrusted(chain, authType);
        requireExpected(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return platform.getAcceptedIssuers();
    }

    private void requireExpected(X509Certificate[] chain) throws CertificateException {
        requireLeaf(chain);
        try {
            Peer server = Peer.of(chain);
            if (!server.equals(expectedServer)) {
                throw new CertificateException("server: %s (expected: %s)".formatted(server, expectedServer));
            }
        } catch (Failure e) {
            throw new CertificateException(e.getMessage(), e);
        }
    }

    private static void requireLeaf(X509Certificate[] chain) throws CertificateException {
        if (chain[0].getBasicConstraints() >= 0) {
            throw new CertificateException("an authority's certificate used as a leaf");
        }
    }

    private static X509ExtendedTrustManager platform(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca-" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
