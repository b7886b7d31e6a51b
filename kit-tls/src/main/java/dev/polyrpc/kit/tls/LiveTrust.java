package dev.polyrpc.kit.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts whom the current authorities vouch for at each handshake, and nobody while the peer is denied. Safe for use by many threads. */
final class LiveTrust extends X509ExtendedTrustManager {
    private final Supplier<X509ExtendedTrustManager> current;
    private final BooleanSupplier denied;

    LiveTrust(Supplier<X509ExtendedTrustManager> current, BooleanSupplier denied) {
        this.current = current;
        this.denied = denied;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        current().checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        current().checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        current().checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        current().checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        current().checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        current().checkServerTrusted(chain, authType);
    }

    private X509ExtendedTrustManager current() throws CertificateException {
        if (denied.getAsBoolean()) {
            throw new CertificateException("a process that is denied");
        }
        return current.get();
    }

    /** Names none: what a server says here is fixed when its port opens, and would keep clients of a new authority away. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
