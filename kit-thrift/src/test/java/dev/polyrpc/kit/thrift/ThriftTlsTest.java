package dev.polyrpc.kit.thrift;

import static dev.polyrpc.kit.thrift.ThriftServerTest.product;
import static dev.polyrpc.kit.thrift.ThriftServerTest.refused;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.thrift.product.v1.GetProductResponse;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.thrift.async.AsyncMethodCallback;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may connect, and stay connected. */
@Timeout(60)
class ThriftTlsTest {
    @TempDir
    private Path root;

    private final List<AutoCloseable> followers = new ArrayList<>();
    private CertificateSet set;
    private Path policyFile;
    private ThriftRig rig;

    @BeforeEach
    void start() throws IOException {
        set = CertificateSet.create(root.resolve("certs"));
        policyFile = Files.copy(TestPolicy.file(), root.resolve("policy.json"));
        PeerPolicy policy = PeerPolicy.read(policyFile, "product-mgmt");
        TlsIdentity identity = TlsIdentity.load(set.directory(), "product-mgmt");
        rig = new ThriftRig(identity, policy);
        followers.add(identity.follow(rig.telemetry));
        followers.add(policy.follow(rig.telemetry));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable follower : followers) {
            follower.close();
        }
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rogue", "expired", "no-client-auth"})
    void badLeaf_isRefused(String bad) { // TLS-2 TLS-3 TLS-4
        try (ThriftRig good = new ThriftRig()) {
            ProductMgmtService.Client client =
                    good.client(TestCertificates.bad(bad)).compact();
            assertThatThrownBy(() -> client.getProduct(good.context(), product("chai")))
                    .isInstanceOf(TTransportException.class);
            assertThat(good.handlers.runs).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other-domain", "no-id", "two-ids"})
    void leafOfNoneOfOurs_isRefused(String bad) { // TLS-9 TLS-10
        try (ThriftRig good = new ThriftRig()) {
            ProductMgmtService.Client client =
                    good.client(TestCertificates.bad(bad)).compact();
            assertThat(refused(() -> client.getProduct(good.context(), product("chai")))
                            .getReason())
                    .isEqualTo("PEER_ID_INVALID");
        }
    }

    @Test
    void olderTls_andPlaintext_areRefused() throws IOException { // TLS-6 TLS-8
        try (SSLSocket old = (SSLSocket)
                alice().https("product-mgmt").getSocketFactory().createSocket("localhost", rig.server.port())) {
            old.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(old::startHandshake).isInstanceOf(IOException.class);
        }
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), rig.server.port())) {
            plain.getOutputStream().write(new byte[] {0, 0, 0, 8, (byte) 0x82, 0x21, 1, 4, 'p', 'i', 'n', 'g'});
            plain.setSoTimeout(10_000);
            while (plain.getInputStream().read() != -1) {} // an alert may come first
        }
    }

    /** A client that resumes whatever it may: nothing it was given is good again. */
    @Test
    void connectAgain_isAFullHandshake() throws Exception { // TLS-18
        SSLContext context = alice().https("product-mgmt");
        assertThat(sessionBegun(context)).isNotEqualTo(sessionBegun(context));
    }

    private long sessionBegun(SSLContext context) throws Exception {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", rig.server.port())) {
            socket.startHandshake();
            RawClient client = new RawClient(socket);
            assertThat(client.compact().getProduct(rig.context(), product("chai")))
                    .isNotNull(); // tickets came before
            return socket.getSession().getCreationTime();
        }
    }

    @Test
    void processDenied_isCutOff_andNobodyElse() throws Exception { // TLS-16
        RawClient cut = rig.client(TlsIdentity.load(set.directory(), "warehouse"));
        AsyncMethodCallback<GetProductResponse> unused = held(cut.compact());
        ProductMgmtService.Client goesOn = rig.client(alice()).compact();
        AsyncMethodCallback<GetProductResponse> answer = held(goesOn);
        deny("warehouse");
        assertThat(cut.isClosedByServer()).isTrue();
        answer.onComplete(new GetProductResponse());
        assertThat(goesOn.recvGetProduct()).isNotNull();
        RawClient again = rig.client(TlsIdentity.load(set.directory(), "warehouse"));
        assertThat(refused(() -> again.compact().getProduct(rig.context(), product("chai")))
                        .getReason())
                .isEqualTo("PEER_NOT_ALLOWED");
    }

    @Test
    void authorityRemoved_cutsOffItsClients() throws Exception { // TLS-15
        RawClient stale = rig.client(alice());
        AsyncMethodCallback<GetProductResponse> unused = held(stale.compact());
        set.addAuthority();
        set.moveToNewAuthority();
        set.removeOldAuthority();
        assertThat(stale.isClosedByServer()).isTrue();
    }

    @Test
    void serverRenewed_hasIdleClientsComeAgain_andAnswersFirst() throws Exception {
        RawClient idle = rig.client(alice());
        RawClient busy = rig.client(alice());
        ProductMgmtService.Client calling = busy.compact();
        AsyncMethodCallback<GetProductResponse> answer = held(calling);
        set.renew("product-mgmt");
        assertThat(idle.isClosedByServer()).isTrue();
        answer.onComplete(new GetProductResponse());
        assertThat(calling.recvGetProduct()).isNotNull();
        assertThat(busy.isClosedByServer()).isTrue();
    }

    @Test
    void handshakesThatStall_areClosed_andNobodyWaits() throws Exception { // TLS-12
        List<Socket> stalled = new ArrayList<>();
        try {
            long begin = System.nanoTime();
            for (int socket = 0; socket < 200; socket++) {
                Socket opened = new Socket(InetAddress.getLoopbackAddress(), rig.server.port());
                opened.setSoTimeout(15_000);
                stalled.add(opened);
            }
            assertThat(rig.client(alice()).compact().getProduct(rig.context(), product("chai")))
                    .isNotNull();
            for (Socket socket : stalled) {
                while (socket.getInputStream().read() != -1) {} // an alert may come first
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    private AsyncMethodCallback<GetProductResponse> held(ProductMgmtService.Client client) throws Exception {
        client.sendGetProduct(rig.context(), product("held"));
        return rig.handlers.held.poll(10, SECONDS);
    }

    private TlsIdentity alice() {
        return TlsIdentity.load(set.directory(), "alice");
    }

    private void deny(String path) throws IOException {
        String denied = Files.readString(policyFile)
                .replaceFirst("\"denied\"\\s*:\\s*\\[[^]]*]", "\"denied\": [\"%s\"]".formatted(path));
        Path fresh = Files.writeString(policyFile.resolveSibling("fresh.json"), denied);
        Files.move(fresh, policyFile, StandardCopyOption.ATOMIC_MOVE);
    }
}
