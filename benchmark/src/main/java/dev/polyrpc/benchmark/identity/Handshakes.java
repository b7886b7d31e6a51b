package dev.polyrpc.benchmark.identity;

import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;

/**
 * Full mutual handshakes with a gRPC port: from connecting until the server's first frame, which it sends to nobody whose
 * certificate it does not know. For use by one thread.
 */
final class Handshakes {
    private final SSLContext context;
    private final int port;

    Handshakes(TlsIdentity identity, String server, int port) {
        this.context = identity.https(server);
        this.port = port;
    }

    Cost cost(int rounds, int calls) throws IOException {
        return Cost.of("TLS 1.3 handshake, full and mutual", rounds, calls, () -> {
            for (int i = 0; i < calls; i++) {
                shake();
            }
        });
    }

    private void shake() throws IOException {
        forgetSessions();
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true)) {
            plain.setTcpNoDelay(true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            if (tls.getInputStream().read() < 0) {
                throw new IOException("the server closed the connection");
            }
        }
    }

    /** So that none is resumed: each handshake is a full one. */
    private void forgetSessions() {
        SSLSessionContext sessions = context.getClientSessionContext();
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
    }
}
