package dev.polyrpc.systemtest;

import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection made by hand, and whether it comes to be: served is whoever gets an answer of the port's own wire. Immutable.
 *
 * @param leaf shown, from the folder {@code bad} of the certificates unless it is a good one; null = none
 * @param version of TLS; null = plaintext
 * @param protocols offered by ALPN
 */
record TlsProbe(@Nullable String leaf, @Nullable String version, List<String> protocols) {
    TlsProbe {
        protocols = List.copyOf(protocols);
    }

    private static final byte[] HTTP2 =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte SETTINGS = 4;

    /** A call of a method that there is not, by the compact protocol: answered by an exception of the same protocol. */
    private static final byte[] THRIFT = {0, 0, 0, 6, (byte) 0x82, 0x21, 0, 1, 'x', 0};

    private static final int FRAME_HEAD = 4;
    private static final int PATIENCE_MS = 15_000;

    /** As every client of ours connects. */
    static TlsProbe with(String leaf) {
        return new TlsProbe(leaf, "TLSv1.3", List.of("h2"));
    }

    /** Whether the port serves HTTP/2 on this connection; a port that neither serves nor closes it fails. */
    boolean isServed(Path certificates, String server, int port) {
        return isServed(certificates, server, port, HTTP2, SETTINGS);
    }

    /** As {@link #isServed}, by a port that serves Thrift. */
    boolean isServedThrift(Path certificates, String server, int port) {
        return isServed(certificates, server, port, THRIFT, THRIFT[FRAME_HEAD]);
    }

    /** When the TLS session of a connection that is served began: before it, where one was resumed. */
    long sessionBegun(SSLContext context, int port) throws IOException {
        try (SSLSocket socket = open(context, port)) {
            socket.getOutputStream().write(HTTP2);
            socket.getInputStream().readNBytes(FRAME_HEAD); // what a session is resumed by has come before
            return socket.getSession().getCreationTime();
        }
    }

    private boolean isServed(Path certificates, String server, int port, byte[] words, byte answer) {
        try (Socket socket = open(certificates, server, port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(words);
            byte[] frame = socket.getInputStream().readNBytes(answer == SETTINGS ? FRAME_HEAD : FRAME_HEAD + 1);
            return frame.length >= FRAME_HEAD && frame[frame.length - 1] == answer;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("neither served nor closed", e);
        } catch (IOException refused) {
            return false;
        }
    }

    private Socket open(Path certificates, String server, int port) throws IOException {
        if (version == null) {
            return new Socket("localhost", port);
        }
        return open(context(certificates, server), port);
    }

    private SSLSocket open(SSLContext context, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(PATIENCE_MS);
        socket.startHandshake();
        return socket;
    }

    private SSLContext context(Path certificates, String server) throws IOException {
        if (leaf != null) {
            boolean good = Files.exists(certificates.resolve(leaf + ".pem"));
            return TlsIdentity.loadUnchecked(certificates, good ? leaf : "bad/" + leaf)
                    .https(server);
        }
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(Files.newInputStream(certificates.resolve("ca.pem"))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
