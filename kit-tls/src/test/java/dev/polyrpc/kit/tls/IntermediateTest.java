package dev.polyrpc.kit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.certs.Authority;
import dev.polyrpc.certs.Folder;
import dev.polyrpc.certs.Leaf;
import dev.polyrpc.certs.LeafRequest;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Leaves of an authority that only the root vouches for, as SPIRE and cert-manager issue them. */
@Timeout(30)
final class IntermediateTest {
    @TempDir
    private Path directory;

    private final Instant now = Instant.now();
    private Folder folder;
    private Leaf root;

    @BeforeEach
    void makeCertificates() throws Exception {
        folder = new Folder(directory);
        root = authority("root", null, now.plus(Duration.ofDays(1)));
        folder.writeCertificate("ca", root);
        Leaf intermediate = authority("intermediate", root, now.plus(Duration.ofDays(1)));
        write("return", intermediate);
        write("gateway", intermediate);
    }

    @Test
    void leafAndIntermediate_areShownAndTrusted() throws Exception {
        assertThat(call()).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void leafAndIntermediate_areShownByHttpsToo() throws Exception {
        Server server = serve();
        TlsIdentity gateway = load("gateway");
        try (SSLSocket socket = (SSLSocket) gateway.https("return", gateway.credential())
                .getSocketFactory()
                .createSocket("localhost", server.getPort())) {
            socket.startHandshake();
            assertThat(socket.getSession().getPeerCertificates()).hasSize(2);
            assertThat(socket.getSession().getLocalCertificates()).hasSize(2);
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void rootBesideThem_isNoFault() throws Exception {
        append("return", "ca");
        assertThat(call()).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void leafWithoutItsIntermediate_isRefused() throws Exception {
        folder.writeCertificate(
                "return",
                Authority.of(authority("intermediate", root, now.plusSeconds(60)))
                        .issue(LeafRequest.of("return", now)));
        assertThatThrownBy(() -> load("return"))
                .hasMessageContaining("return.pem: not signed by the authority in ca.pem");
    }

    @Test
    void intermediateOfAnotherRootOfThatName_isRefused() throws Exception {
        Leaf other = authority("root", null, now.plus(Duration.ofDays(1)));
        write("return", authority("intermediate", other, now.plus(Duration.ofDays(1))));
        assertThatThrownBy(() -> load("return"))
                .hasMessageContaining("return.pem: not signed by the authority in ca.pem");
    }

    @Test
    void leafThatSignsAnother_isRefused() throws Exception {
        write("return", Authority.of(root).issue(LeafRequest.of("intermediate", now)));
        assertThatThrownBy(() -> load("return"))
                .hasMessageContaining("return.pem: not signed by the authority in ca.pem");
    }

    @Test
    void intermediateThatHasEnded_isRefused() throws Exception {
        write("return", authority("intermediate", root, now.minusSeconds(10)));
        assertThatThrownBy(() -> load("return")).hasMessageContaining("return.pem: expired on ");
    }

    private ServingStatus call() throws IOException {
        Server server = serve();
        ManagedChannel channel = Grpc.newChannelBuilder(
                        "localhost:" + server.getPort(), load("gateway").grpcClient("return"))
                .build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    private Server serve() throws IOException {
        return Grpc.newServerBuilderForPort(0, load("return").grpcServer())
                .addService(new HealthStatusManager().getHealthService())
                .build()
                .start();
    }

    private TlsIdentity load(String name) {
        return TlsIdentity.load(directory, name);
    }

    private void write(String name, Leaf intermediate) throws IOException {
        folder.write(name, Authority.of(intermediate).issue(LeafRequest.of(name, now)));
        folder.writeCertificate("intermediate", intermediate);
        append(name, "intermediate");
    }

    private void append(String name, String other) throws IOException {
        Files.write(
                directory.resolve(name + ".pem"),
                Files.readAllBytes(directory.resolve(other + ".pem")),
                StandardOpenOption.APPEND);
    }

    private Leaf authority(String name, @Nullable Leaf issuer, Instant end) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Principal subject = new X500Principal("CN=" + name);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer == null ? subject : issuer.certificate().getSubjectX500Principal(),
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(Duration.ofMinutes(5))),
                Date.from(end),
                subject,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(issuer == null ? 1 : 0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(issuer == null ? pair.getPrivate() : issuer.key())));
        return new Leaf(certificate, pair.getPrivate());
    }
}
