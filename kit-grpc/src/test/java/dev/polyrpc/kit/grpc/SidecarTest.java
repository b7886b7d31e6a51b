package dev.polyrpc.kit.grpc;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server behind a sidecar, played by a client that writes what a sidecar would. */
class SidecarTest {
    private static final Metadata.Key<String> FORWARDED =
            Metadata.Key.of("x-forwarded-client-cert", Metadata.ASCII_STRING_MARSHALLER);
    private static final String HASH = "00ff".repeat(16);
    private static final String THUMBPRINT = "AP8A_wD_AP8A_wD_AP8A_wD_AP8A_wD_AP8A_wD_AP8";
    private static final String ALICE =
            "By=spiffe://polyrpc.test/product-mgmt;Hash=" + HASH + ";URI=spiffe://polyrpc.test/alice";

    private final TestIssuer issuer = TestIssuer.start();
    private final TokenVerifier verifier =
            TokenVerifier.create(new VerifierConfig(issuer.issuer(), "product-mgmt.polyrpc.test"), issuer.keys());
    private final TlsIdentity identity = TestCertificates.identity("product-mgmt");
    private final GrpcChannels channels = GrpcChannels.of(TestCertificates.identity("return"), OpenTelemetry.noop());
    private @Nullable ManagedChannel channel;
    private @Nullable GrpcServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void closeFolder() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void stop() {
        if (channel != null) {
            channel.shutdownNow();
        }
        if (server != null) {
            server.close();
        }
        channels.close();
        verifier.close();
        issuer.close();
    }

    @Test
    void call_peerThatTheSidecarNames_isServed() throws IOException {
        behind(folder.resolve("a.sock"));
        assertThat(get(token(null), ALICE)).isEqualTo("alice");
        assertThat(requireNonNull(server).port()).isNegative(); // nobody gets past the sidecar
    }

    @Test
    void call_tokenBoundToACertificate_takesTheOneThatTheSidecarNames() throws IOException { // TOK-22
        behind(folder.resolve("a.sock"));
        assertThat(get(token(THUMBPRINT), ALICE)).isEqualTo("alice");
        assertThat(reason(token(THUMBPRINT), "Hash=" + "01".repeat(32) + ";URI=spiffe://polyrpc.test/alice"))
                .isEqualTo("TOKEN_INVALID");
    }

    @Test
    void call_peerThatIsNotAdmitted_isDenied() throws IOException { // TLS-11
        behind(folder.resolve("a.sock"));
        assertThat(reason(token(null), "Hash=" + HASH + ";URI=spiffe://polyrpc.test/token"))
                .isEqualTo("PEER_NOT_ALLOWED");
    }

    @Test
    void call_sidecarThatNamesNobodyOrTwo_isDenied() throws IOException { // TLS-10
        behind(folder.resolve("a.sock"));
        assertThat(reason(token(null))).isEqualTo("PEER_ID_INVALID");
        assertThat(reason(token(null), ALICE, ALICE)).isEqualTo("PEER_ID_INVALID");
        for (String odd : new String[] {
            "",
            "URI=spiffe://polyrpc.test/alice",
            ALICE + "," + ALICE,
            ALICE + ";URI=spiffe://polyrpc.test/bob",
            ALICE + ";Subject=\"\"",
            "Hash=" + HASH + ";URI=spiffe://elsewhere.test/alice"
        }) {
            assertThat(reason(token(null), odd)).as(odd).isEqualTo("PEER_ID_INVALID");
        }
    }

    @Test
    void call_overTlsWithTheSidecarsHeader_isWhoeverHoldsTheCertificate() throws IOException {
        server = builder().start();
        channel = GrpcChannels.open(
                "localhost:" + server.port(), TestCertificates.identity("token").grpcClient("product-mgmt"));
        assertThat(reason(token(null), ALICE)).isEqualTo("PEER_NOT_ALLOWED");
    }

    @Test
    void start_socketLeftByAKilledProcess_takesItsPlace() throws IOException {
        Path socket = folder.resolve("a.sock");
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(socket)); // the file stays when it closes
        }
        assertThat(socket).exists();
        behind(socket);
        assertThat(get(token(null), ALICE)).isEqualTo("alice");
    }

    @Test
    void start_socketThatIsListenedTo_isRefused() throws IOException {
        Path socket = folder.resolve("a.sock");
        behind(socket);
        assertThatThrownBy(() -> builder().behindSidecar(socket).start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another process listens here");
        assertThat(get(token(null), ALICE)).isEqualTo("alice");
    }

    @Test
    void start_fileInPlaceOfTheSocket_isRefusedAndStays() throws IOException {
        Path database = Files.writeString(folder.resolve("a.db"), "rows");

        assertThatThrownBy(() -> builder().behindSidecar(database).start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: a socket, or nothing");
        assertThat(database).hasContent("rows");
    }

    @Test
    void start_folderThatOthersMayEnter_isRefused() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

        assertThatThrownBy(
                        () -> builder().behindSidecar(folder.resolve("a.sock")).start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: mode 700");
    }

    private GrpcServerBuilder builder() {
        return GrpcServer.builder(0, Guard.of(identity, TestPolicy.of("product-mgmt"), verifier))
                .add(new Handlers());
    }

    private void behind(Path socket) throws IOException {
        server = builder().behindSidecar(socket).start();
        channel = channels.open("unix:" + socket, "product-mgmt");
    }

    private String token(@Nullable String certificate) {
        return issuer.token(claims -> {
            claims.put("sub", "alice");
            claims.put("aud", "product-mgmt.polyrpc.test");
            claims.put("scope", "product:read");
            if (certificate != null) {
                claims.put("cnf", Map.of("x5t#S256", certificate));
            }
        });
    }

    private String reason(String token, String... forwarded) {
        return Statuses.failure(catchThrowableOfType(StatusRuntimeException.class, () -> get(token, forwarded)))
                .reason();
    }

    private String get(String token, String... forwarded) {
        Metadata headers = new Metadata();
        for (String value : forwarded) {
            headers.put(FORWARDED, value);
        }
        return ProductMgmtServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withCallCredentials(BearerCredentials.of(token))
                .withDeadlineAfter(10, SECONDS)
                .getProduct(GetProductRequest.newBuilder().setProductId("good").build())
                .getProduct()
                .getProductId();
    }
}
