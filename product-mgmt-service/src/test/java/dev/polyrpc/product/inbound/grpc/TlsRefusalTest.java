package dev.polyrpc.product.inbound.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import dev.polyrpc.proto.product.v1.Movement;
import io.grpc.ChannelCredentials;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that must not come to be, and peers that may not call; each with a token that is good. */
class TlsRefusalTest {
    private static final byte[] HTTP2 =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int PATIENCE_MS = 15_000;

    @TempDir
    static Path directory;

    private static ProductWire wire;

    @BeforeAll
    static void start() throws IOException {
        wire = ProductWire.start(directory);
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    @Test
    void noCertificate_isNotConnected() throws IOException { // TLS-1
        ChannelCredentials none = TlsChannelCredentials.newBuilder()
                .trustManager(TestCertificates.directory().resolve("ca.pem").toFile())
                .build();
        assertNotConnected(none);
    }

    @Test
    void rogueAuthority_isNotConnected() { // TLS-2
        assertNotConnected(bad("rogue"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "not-yet-valid"})
    void leafOfAnotherTime_isNotConnected(String name) { // TLS-3
        assertNotConnected(bad(name));
    }

    @Test
    void leafThatIsNoClients_isNotConnected() { // TLS-4
        assertNotConnected(bad("no-client-auth"));
    }

    @Test
    void authorityAsLeaf_isNotConnected() { // TLS-5
        assertNotConnected(wire.authority().grpcClient("product-mgmt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2"})
    void olderTls_isNotConnected(String version) { // TLS-6
        assertNoHttp2(new String[] {version}, "h2");
    }

    @Test
    void noAlpn_isNotConnected() { // TLS-7
        assertNoHttp2(new String[] {"TLSv1.3"});
    }

    @Test
    void http1_isNotConnected() { // TLS-7
        assertNoHttp2(new String[] {"TLSv1.3"}, "http/1.1");
    }

    @Test
    void plaintext_isNotConnected() { // TLS-8
        byte[] answer = wire.refused(() -> {
            try (Socket socket = new Socket("localhost", wire.port())) {
                return answer(socket);
            }
        });
        assertThat(answer).as("no SETTINGS frame").hasSizeLessThan(9);
    }

    @Test
    void sameSocketWithAlpnAndTls13_isConnected() throws IOException {
        try (SSLSocket socket = socket(new String[] {"TLSv1.3"}, "h2")) {
            assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
            socket.getOutputStream().write(HTTP2);
            assertThat(socket.getInputStream().readNBytes(4)[3]).as("SETTINGS").isEqualTo((byte) 4);
        }
    }

    @Test
    void otherTrustDomain_isDenied() { // TLS-9
        assertThat(refused(TestCertificates.bad("other-domain")).reason()).isEqualTo("PEER_ID_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two-ids", "no-id"})
    void notExactlyOneId_isDenied(String name) { // TLS-10
        assertThat(refused(TestCertificates.bad(name)).reason()).isEqualTo("PEER_ID_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"warehouse", "gateway"})
    void peerThatMayNotCall_isDenied(String name) { // TLS-11
        String token = wire.issuer.token(name, "product-mgmt", "stock:quarantine", "stock:settle");
        MoveStockRequest request = MoveStockRequest.newBuilder()
                .setMovementId("returns/018f0000-0000-7000-8000-000000000000:quarantine")
                .setProductId(ProductWire.PRODUCT)
                .setQuantity(1)
                .setMovement(Movement.MOVEMENT_QUARANTINE)
                .setInitiatedBy(name)
                .build();
        StatusRuntimeException refusal = wire.refused(() -> catchThrowableOfType(
                StatusRuntimeException.class,
                () -> wire.products(TestCertificates.identity(name), token).moveStock(request)));
        assertThat(Statuses.failure(refusal).reason()).isEqualTo("PEER_NOT_ALLOWED");
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    private static ChannelCredentials bad(String name) {
        return TestCertificates.bad(name).grpcClient("product-mgmt");
    }

    private static void assertNotConnected(ChannelCredentials client) {
        StatusRuntimeException refusal = wire.refused(() -> catchThrowableOfType(
                StatusRuntimeException.class,
                () -> wire.authorized(client, "Bearer " + wire.goodToken()).adjustInventory(ProductWire.change())));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    private static Failure refused(TlsIdentity client) {
        StatusRuntimeException refusal = wire.refused(() -> catchThrowableOfType(
                StatusRuntimeException.class,
                () -> wire.products(client, wire.goodToken()).adjustInventory(ProductWire.change())));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        return Statuses.failure(refusal);
    }

    private static void assertNoHttp2(String[] versions, String... protocols) {
        byte[] answer = wire.refused(() -> {
            try (SSLSocket socket = socket(versions, protocols)) {
                return answer(socket);
            } catch (IOException refusedInHandshake) {
                return new byte[0];
            }
        });
        assertThat(answer).isEmpty();
    }

    private static SSLSocket socket(String[] versions, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) TestCertificates.identity("warehouse")
                .https("product-mgmt")
                .getSocketFactory()
                .createSocket("localhost", wire.port());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(versions);
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(PATIENCE_MS);
        socket.startHandshake();
        return socket;
    }

    /** All that comes back until the other side closes. */
    private static byte[] answer(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MS);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            socket.getOutputStream().write(HTTP2);
            socket.getInputStream().transferTo(answer);
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException closed) {
            return answer.toByteArray();
        }
        return answer.toByteArray();
    }
}
