package dev.polyrpc.kit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.certs.Authority;
import dev.polyrpc.certs.Folder;
import dev.polyrpc.certs.LeafRequest;
import io.grpc.CallCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class HandshakeTest {
    @TempDir
    private static Path directory;

    private final AtomicInteger credentialsAsked = new AtomicInteger();
    private final List<Runnable> closers = new ArrayList<>();

    @BeforeAll
    static void makeCertificates() throws IOException {
        Instant now = Instant.now();
        Authority authority = Authority.create("polyrpc.test", now);
        Folder folder = new Folder(directory);
        Instant yesterday = now.minus(Duration.ofDays(1));
        LeafRequest server = LeafRequest.of("return", now);
        folder.writeCertificate("ca", authority.root());
        folder.write("return", authority.issue(server));
        folder.write("gateway", authority.issue(LeafRequest.of("gateway", now)));
        folder.write("server-only", authority.issue(LeafRequest.of("alice", now).serverOnly()));
        folder.write("client-only", authority.issue(server.clientOnly()));
        folder.write("authority", authority.root());
        folder.write("expired", authority.issue(server.valid(now.minus(Duration.ofDays(2)), yesterday)));
        folder.write("rogue", Authority.create("polyrpc.test", now).issue(server));
    }

    @AfterEach
    void closeAll() {
        closers.forEach(Runnable::run);
    }

    @Test
    void connect_goodLeaf_isServed() throws IOException {
        assertThat(call(serve("return"), "gateway", "return")).isEqualTo(Status.Code.OK);
    }

    @Test
    void connect_leafThatIsNoClient_isRefused() throws IOException { // TLS-4
        assertThat(call(serve("return"), "server-only", "return")).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void connect_authorityAsLeaf_isRefused() throws IOException { // TLS-5
        assertThat(call(serve("return"), "authority", "return")).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void connect_olderTls_isRefused() throws IOException { // TLS-6
        int port = serve("return");
        try (SSLSocket socket =
                (SSLSocket) load("gateway").https("return").getSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress("localhost", port));
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    /** A client that resumes whatever it may: nothing is offered to it. */
    @Test
    void connect_again_isAFullHandshake() throws IOException { // TLS-18
        int port = serve("return");
        SSLContext context = load("gateway").https("return");
        assertThat(sessionBegun(context, port)).isNotEqualTo(sessionBegun(context, port));
    }

    private static long sessionBegun(SSLContext context, int port) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertThat(socket.getInputStream().read()).isZero(); // the server's settings: its tickets came before
            return socket.getSession().getCreationTime();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "client-only", "expired", "rogue", "authority"})
    void connect_wrongServer_getsNoToken(String server) throws IOException { // TLS-13
        assertThat(call(serve(server), "gateway", "return")).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(credentialsAsked).hasValue(0);
    }

    @Test
    void connect_serverOfAnotherName_getsNoToken() throws IOException { // TLS-13
        ManagedChannel channel = channel("127.0.0.2", serve("return"), "gateway", "return");
        assertThat(call(channel)).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(credentialsAsked).hasValue(0);
    }

    private int serve(String name) throws IOException {
        HealthStatusManager health = new HealthStatusManager();
        Server server = Grpc.newServerBuilderForPort(0, load(name).grpcServer())
                .addService(health.getHealthService())
                .build()
                .start();
        closers.add(server::shutdownNow);
        return server.getPort();
    }

    private Status.Code call(int port, String client, String expectedServer) {
        return call(channel("localhost", port, client, expectedServer));
    }

    private ManagedChannel channel(String host, int port, String client, String expectedServer) {
        ManagedChannel channel = Grpc.newChannelBuilder(
                        host + ":" + port, load(client).grpcClient(expectedServer))
                .build();
        closers.add(channel::shutdownNow);
        return channel;
    }

    private Status.Code call(ManagedChannel channel) {
        HealthGrpc.HealthBlockingStub stub = HealthGrpc.newBlockingStub(channel)
                .withCallCredentials(new CountingCredentials())
                .withDeadlineAfter(10, TimeUnit.SECONDS);
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class, () -> stub.check(HealthCheckRequest.getDefaultInstance()));
        return refusal == null ? Status.Code.OK : refusal.getStatus().getCode();
    }

    private static TlsIdentity load(String name) {
        return TlsIdentity.loadUnchecked(directory, name);
    }

    private final class CountingCredentials extends CallCredentials {
        @Override
        public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
            credentialsAsked.incrementAndGet();
            applier.apply(new Metadata());
        }
    }
}
