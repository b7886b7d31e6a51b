package dev.polyrpc.systemtest;

import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** The certificate that a server shows to whoever connects now. */
final class ServerLeaf {
    private static final int LIMIT_MS = 5_000;

    private ServerLeaf() {}

    /** Its serial, by a handshake of its own. */
    static BigInteger serial(TlsIdentity client, Built server, int port) {
        try (SSLSocket socket =
                (SSLSocket) client.https(server.label()).getSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout(LIMIT_MS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
