package dev.polyrpc.kit.thrift;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.kit.tls.TlsReload;
import dev.polyrpc.thrift.product.v1.GetProductRequest;
import dev.polyrpc.thrift.product.v1.GetProductResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelTrustTest {
    private final Telemetry telemetry = Telemetry.start("test");

    @Test
    void renewedLeaf_isShownOnNewConnections_andFailsNoCall() throws Exception { // TOK-22
        CertificateSet set = TestCertificates.fresh();
        TlsIdentity identity = TlsIdentity.load(set.directory(), "return");
        List<String> shown = new CopyOnWriteArrayList<>();
        try (PlainServer server = PlainServer.start(TlsIdentity.load(set.directory(), "product-mgmt"));
                TlsReload following = identity.follow(telemetry);
                ThriftChannels channels = ThriftChannels.of(identity, telemetry.meter());
                ThriftChannel channel = channels.open(server.address(), "product-mgmt", ThriftChannelTest.contract())) {
            String old = identity.credential().thumbprint();
            assertThat(ThriftChannelTest.id(call(channel, shown))).isEqualTo("tea");
            set.renew("return");
            long end = System.nanoTime() + SECONDS.toNanos(10);
            while (shown.get(shown.size() - 1).equals(old)) {
                assertThat(System.nanoTime()).isLessThan(end);
                assertThat(ThriftChannelTest.id(call(channel, shown))).isEqualTo("tea");
            }
            assertThat(shown).contains(old, identity.credential().thumbprint());
            assertThat(server.accepted).hasValue(2);
            assertThat(following).isNotNull();
        } finally {
            telemetry.close();
        }
    }

    @Test
    void renewedLeaf_isShown_evenIfTheFirstAttemptFails() throws Exception { // TOK-22
        CertificateSet set = TestCertificates.fresh();
        TlsIdentity identity = TlsIdentity.load(set.directory(), "return");
        List<String> shown = new CopyOnWriteArrayList<>();
        try (PlainServer server = PlainServer.start(TlsIdentity.load(set.directory(), "product-mgmt"));
                TlsReload following = identity.follow(telemetry);
                ThriftChannels channels = ThriftChannels.of(identity, telemetry.meter());
                ThriftChannel channel = channels.open(server.address(), "product-mgmt", ThriftChannelTest.contract())) {
            assertThat(ThriftChannelTest.id(call(channel, shown))).isEqualTo("tea");
            server.refusing = true;
            set.renew("return");
            ThriftChannelTest.await(() -> server.accepted.get() == 2, true);
            assertThat(ThriftChannelTest.id(call(channel, shown))).isEqualTo("tea");
            server.refusing = false;
            ThriftChannelTest.await(
                    () -> {
                        call(channel, shown).join();
                        return shown.contains(identity.credential().thumbprint());
                    },
                    true);
            assertThat(following).isNotNull();
        } finally {
            telemetry.close();
        }
    }

    @Test
    void backendThatIsDenied_isCutOff(@TempDir Path work) throws Exception { // TLS-11
        Path file = Files.copy(TestPolicy.file(), work.resolve("policy.json"));
        PeerPolicy policy = PeerPolicy.read(file, "return");
        var following = policy.follow(telemetry);
        try (PlainServer server = PlainServer.start(TestCertificates.identity("product-mgmt"));
                ThriftChannels channels =
                        ThriftChannels.of(TestCertificates.identity("return"), policy, telemetry.meter());
                ThriftChannel channel = channels.open(server.address(), "product-mgmt", ThriftChannelTest.contract())) {
            assertThat(ThriftChannelTest.id(call(channel, new CopyOnWriteArrayList<>())))
                    .isEqualTo("tea");
            String denied = Files.readString(file)
                    .replaceFirst("\"denied\"\\s*:\\s*\\[[^]]*]", "\"denied\": [\"product-mgmt\"]");
            Files.move(Files.writeString(work.resolve("fresh.json"), denied), file, StandardCopyOption.ATOMIC_MOVE);
            ThriftChannelTest.await(channel::ready, false);
            Failure refused = ThriftChannelTest.failure(call(channel, new CopyOnWriteArrayList<>()));
            assertThat(refused.kind()).isEqualTo(Kind.UNAVAILABLE);
        } finally {
            following.close();
            telemetry.close();
        }
    }

    private static CompletableFuture<GetProductResponse> call(ThriftChannel channel, List<String> shown) {
        return channel.call(
                ThriftChannelTest.GET_PRODUCT,
                new GetProductRequest().setProductId("tea"),
                ThriftCallOptions.of(Duration.ofSeconds(5), certificate -> {
                    shown.add(String.valueOf(certificate));
                    return CompletableFuture.completedStage("token");
                }));
    }
}
