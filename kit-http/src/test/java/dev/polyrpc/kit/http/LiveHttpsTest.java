package dev.polyrpc.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.kit.tls.TlsReload;
import io.vertx.core.http.ClientAuth;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and authorities change while an HTTPS port is open. */
@Timeout(60)
final class LiveHttpsTest {
    private static final int PATIENCE_MS = 15_000;
    private static final int HANDSHAKE_S = 5;

    @TempDir
    private Path root;

    private final Telemetry telemetry = Telemetry.start("test");
    private CertificateSet set;
    private TlsIdentity identity;
    private TlsReload reload;
    private HttpsPort port;

    @BeforeEach
    void open() throws IOException {
        set = CertificateSet.create(root);
        identity = TlsIdentity.load(set.directory(), "token");
        reload = identity.follow(telemetry);
        var options = HttpsServers.options(identity, ClientAuth.REQUEST);
        options.setSslHandshakeTimeout(HANDSHAKE_S).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        port = HttpsPort.open(
                0,
                identity,
                options,
                server -> server.requestHandler(request -> request.response().end("served")),
                Duration.ofSeconds(1));
    }

    @AfterEach
    void close() {
        port.close();
        reload.close();
        telemetry.close();
    }

    @Test
    void leafRenewed_isShownToNewConnections() throws IOException {
        set.renew("token");
        await(() -> identity.leaf().equals(set.leaf("token")));
        SSLContext client = TlsIdentity.load(set.directory(), "return").https("token");
        try (SSLSocket socket = connect(client)) {
            assertThat(socket.getSession().getPeerCertificates()[0]).isEqualTo(set.leaf("token"));
            assertThat(served(socket)).isTrue();
        }
    }

    @Test
    void authorityRemoved_cutsOffItsClients_andNobodyElse() throws IOException { // TLS-15
        SSLContext stale = TlsIdentity.load(set.directory(), "return").https("token");
        X509Certificate old = set.leaf("return");
        set.addAuthority();
        await(() -> telemetry.scrape().split("polyrpc_tls_authority\\{", -1).length == 3);
        SSLSocket cut = connect(stale);
        assertThat(served(cut)).isTrue();
        set.moveToNewAuthority();
        await(() -> identity.leaf().equals(set.leaf("token")));
        SSLContext moved = TlsIdentity.load(set.directory(), "gateway").https("token");
        try (SSLSocket goesOn = connect(moved);
                cut) {
            assertThat(served(goesOn)).isTrue();
            set.removeOldAuthority();
            assertThat(cut.getInputStream().read()).isEqualTo(-1);
            assertThat(identity.trusts(new X509Certificate[] {old})).isFalse();
            assertThat(served(goesOn)).isTrue();
        }
    }

    /** The client still trusts the server, and resumes what was agreed while it was trusted itself. */
    @Test
    void sessionResumed_pastARemovedAuthority_isCutOff() throws IOException { // TLS-18
        SSLContext stale = TlsIdentity.load(set.directory(), "return").https("token");
        X509Certificate[] old = {set.leaf("return")};
        String begun;
        try (SSLSocket first = connect(stale)) {
            assertThat(served(first)).isTrue();
            begun = session(first);
        }
        requireResumption();
        set.addAuthority();
        set.moveToNewAuthority();
        set.removeOldAuthority();
        await(() -> !identity.trusts(old) && identity.leaf().equals(set.leaf("token")));
        try (SSLSocket resumed = connect(stale)) {
            assertThat(session(resumed)).as("the session that was resumed").isEqualTo(begun);
            assertThat(served(resumed)).isFalse();
        } catch (SSLHandshakeException nothingToResume) {
            // Java 25 begins anew once the server has another leaf: no way past either
            assertThat(nothingToResume).hasMessageContaining("certificate");
        }
    }

    /** By a client of its own, as a ticket may be good for one connection alone. */
    private void requireResumption() throws IOException {
        SSLContext client = TlsIdentity.load(set.directory(), "return").https("token");
        String begun;
        try (SSLSocket first = connect(client)) {
            assertThat(served(first)).isTrue();
            begun = session(first);
        }
        try (SSLSocket resumed = connect(client)) {
            assertThat(session(resumed)).as("the session that was resumed").isEqualTo(begun);
            assertThat(served(resumed)).isTrue();
        }
    }

    @Test
    void handshakesThatStall_areClosed_andNobodyWaits() throws IOException { // TLS-12
        List<Socket> stalled = new ArrayList<>();
        try {
            Instant begin = Instant.now();
            for (int socket = 0; socket < 200; socket++) {
                Socket opened = new Socket(InetAddress.getLoopbackAddress(), port.number());
                opened.setSoTimeout(PATIENCE_MS);
                stalled.add(opened);
                if (socket % 2 == 0) { // the head of a record that never comes
                    opened.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3});
                }
            }
            try (SSLSocket other =
                    connect(TlsIdentity.load(set.directory(), "return").https("token"))) {
                assertThat(served(other)).isTrue();
            }
            for (Socket socket : stalled) {
                InputStream in = socket.getInputStream();
                while (in.read() != -1) {} // an alert may come first
            }
            assertThat(Instant.now()).isBefore(begin.plusSeconds(10));
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    private SSLSocket connect(SSLContext client) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("localhost", port.number());
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(PATIENCE_MS);
        socket.startHandshake();
        return socket;
    }

    private static boolean served(SSLSocket socket) {
        try {
            String request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (!answer.toString().endsWith("served")) {
                int read = in.read();
                if (read == -1) {
                    return false;
                }
                answer.append((char) read);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String session(SSLSocket socket) {
        return String.valueOf(socket.getSession().getCreationTime());
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
