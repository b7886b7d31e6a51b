package dev.polyrpc.kit.grpc;

import static dev.polyrpc.kit.grpc.StreamRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.certs.Authority;
import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.certs.Folder;
import dev.polyrpc.certs.LeafRequest;
import dev.polyrpc.kit.grpc.LiveTrustRig.Client;
import dev.polyrpc.kit.tls.Thumbprint;
import io.grpc.Status.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates, authorities and the policy change while connections are open. */
@Timeout(60)
final class LiveTrustTest {
    private static final Duration CUT = Duration.ofSeconds(5); // what is promised is 30

    @TempDir
    private Path root;

    private CertificateSet set;
    private LiveTrustRig rig;

    @BeforeEach
    void start() throws IOException {
        set = CertificateSet.create(root.resolve("certs"));
        rig = new LiveTrustRig(set.directory(), root);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void leavesRenewed_noCallFails_andTheNewOnesAreShown() throws Exception {
        Client alice = rig.client("alice");
        assertThat(alice.call()).isEqualTo(Code.OK);
        var begunBefore = alice.held();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<List<Code>> failed = CompletableFuture.supplyAsync(() -> callsUntil(enough, alice));
        for (int renewal = 0; renewal < 3; renewal++) {
            set.renew("alice", "product-mgmt");
            String renewed = Thumbprint.of(set.leaf("alice"));
            await(() -> renewed.equals(rig.handlers.certificate.get()));
            await(() -> set.leaf("product-mgmt").equals(shownBy(rig.server.port(), alice)));
        }
        enough.set(true);
        assertThat(failed.get(20, SECONDS)).isEmpty();
        rig.release(); // on the connection that it came over
        assertThat(begunBefore.status().getCode()).isEqualTo(Code.OK);
    }

    @Test
    void serverRenewedAfterItsClient_hasItComeAgain_noCallFails() throws Exception {
        Client alice = rig.client("alice");
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<List<Code>> failed = CompletableFuture.supplyAsync(() -> callsUntil(enough, alice));
        set.renew("alice");
        String renewed = Thumbprint.of(set.leaf("alice"));
        await(() ->
                renewed.equals(rig.handlers.certificate.get())); // over a connection that shows the server's old leaf
        set.renew("product-mgmt");
        String next = Thumbprint.of(set.leaf("product-mgmt"));
        await(() -> next.equals(alice.server.get()));
        enough.set(true);
        assertThat(failed.get(20, SECONDS)).isEmpty();
    }

    @Test
    void authorityRemoved_cutsOffItsClients_andNobodyElse() throws Exception { // TLS-15
        Client stale = rig.unfollowing("alice");
        var cut = stale.held();
        set.addAuthority();
        set.moveToNewAuthority();
        String moved = Thumbprint.of(set.leaf("product-mgmt"));
        Client warehouse = rig.client("warehouse");
        await(() -> warehouse.call() == Code.OK && moved.equals(warehouse.server.get())); // both ends of the new one
        var goesOn = warehouse.held();
        set.removeOldAuthority();
        assertThat(cut.end.get(CUT.toSeconds(), SECONDS).getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(stale.call()).isEqualTo(Code.UNAVAILABLE);
        rig.release();
        assertThat(goesOn.status().getCode()).isEqualTo(Code.OK);
    }

    @Test
    void authorityRemoved_cutsOffItsServers() throws Exception { // TLS-15
        Client alice = rig.clientOfUnfollowing("alice");
        var cut = alice.held();
        set.addAuthority();
        set.moveToNewAuthority();
        set.removeOldAuthority();
        assertThat(cut.end.get(CUT.toSeconds(), SECONDS).getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(alice.call()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void processDenied_isCutOff_andNobodyElse() throws Exception { // TLS-16
        Client alice = rig.client("alice");
        Client warehouse = rig.client("warehouse");
        var cut = warehouse.held();
        var goesOn = alice.held();
        rig.deny("warehouse");
        assertThat(cut.end.get(CUT.toSeconds(), SECONDS).getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(warehouse.call()).isEqualTo(Code.PERMISSION_DENIED);
        rig.release();
        assertThat(goesOn.status().getCode()).isEqualTo(Code.OK);
    }

    @Test
    void callerDenied_itsStreamByAnotherProcessEnds() throws Exception { // TLS-16
        var stream = rig.client("gateway").stream();
        rig.deny("alice");
        assertThat(stream.ending()).isEqualTo("PERMISSION_DENIED PEER_NOT_ALLOWED");
    }

    @Test
    void serverDenied_isCutOffByItsClients() throws Exception { // TLS-16
        Client alice = rig.client("alice");
        var cut = alice.held();
        rig.deny("product-mgmt");
        assertThat(cut.end.get(CUT.toSeconds(), SECONDS).getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(alice.call()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void leafThatEnds_isCutOff_andNobodyElse() throws Exception { // TLS-17
        Path folder = Files.createDirectory(root.resolve("short"));
        Authority authority = Authority.create("polyrpc.test", Instant.now());
        Folder out = new Folder(folder);
        Instant now = Instant.now();
        out.writeCertificate("ca", authority.root());
        out.write("product-mgmt", authority.issue(LeafRequest.of("product-mgmt", now)));
        out.write("warehouse", authority.issue(LeafRequest.of("warehouse", now)));
        out.write(
                "alice", authority.issue(LeafRequest.of("alice", now).valid(now.minusSeconds(60), now.plusSeconds(6))));
        try (LiveTrustRig shortLived = new LiveTrustRig(folder, Files.createDirectory(root.resolve("work")))) {
            var cut = shortLived.client("alice").held();
            var goesOn = shortLived.client("warehouse").held();
            assertThat(cut.end.get(CUT.plusSeconds(6).toSeconds(), SECONDS).getCode())
                    .isEqualTo(Code.UNAVAILABLE);
            assertThat(Instant.now()).isAfter(now.plusSeconds(5));
            shortLived.release();
            assertThat(goesOn.status().getCode()).isEqualTo(Code.OK);
        }
    }

    @Test
    void handshakesThatStall_areClosed_andNobodyWaits() throws Exception { // TLS-12
        Client alice = rig.client("alice");
        assertThat(alice.call()).isEqualTo(Code.OK);
        List<Socket> stalled = new ArrayList<>();
        try {
            Instant begin = Instant.now();
            for (int socket = 0; socket < 200; socket++) {
                Socket opened = new Socket(InetAddress.getLoopbackAddress(), rig.server.port());
                opened.setSoTimeout(15_000);
                stalled.add(opened);
                if (socket % 2 == 0) { // the head of a record that never comes
                    opened.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3});
                }
            }
            Instant called = Instant.now();
            assertThat(rig.client("warehouse").call()).isEqualTo(Code.OK);
            assertThat(alice.call()).isEqualTo(Code.OK);
            assertThat(called).isAfter(Instant.now().minusSeconds(3));
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

    @Test
    void connections_areForgottenOnceClosed() throws Exception {
        Client alice = rig.client("alice");
        assertThat(alice.call()).isEqualTo(Code.OK);
        assertThat(alice.channels.connections()).isEqualTo(1);
        alice.channel.shutdownNow();
        await(() -> alice.channels.connections() == 0);
    }

    private static List<Code> callsUntil(AtomicBoolean enough, Client client) {
        List<Code> failed = new ArrayList<>();
        while (!enough.get()) {
            Code code = client.call();
            if (code != Code.OK) {
                failed.add(code);
            }
        }
        return failed;
    }

    private static Certificate shownBy(int port, Client client) {
        try (SSLSocket socket = (SSLSocket) client.identity
                .https("product-mgmt")
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
