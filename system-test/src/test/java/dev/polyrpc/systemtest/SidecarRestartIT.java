package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A sidecar takes up certificates, keys of tokens and a configuration while it is called, and no call fails. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class SidecarRestartIT {
    private static final CertificateSet SET = TestCertificates.fresh();
    private static final TlsIdentity PROBE = TlsIdentity.load(SET.directory(), "auditor");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SOME = 200;

    @RegisterExtension
    static final Landscape landscape = new Landscape(SET.directory(), Built.TOKEN, Built.PRODUCT_MGMT)
            .with(Built.TOKEN, "SIGNING_KEY_LEAD", "31s");

    private static String key;

    private final Sidecar sidecar = landscape.sidecar(Built.PRODUCT_MGMT);

    @BeforeAll
    static void makeKey() {
        key = Rotation.signingKey(landscape); // first of all, as it takes longest
    }

    @Test
    void reload_newLeafUnderLoad_isShownAndNoCallFails() throws Exception { // SIDE-12
        String product = new Shop(landscape).stock("renewed", 1);
        try (SteadyClients clients = SteadyClients.start(landscape, product, 4)) {
            clients.awaitMore(SOME);
            SET.renew();
            Eventually.until(
                    "the sidecar shows the new leaf",
                    LIMIT,
                    () -> ServerLeaf.serial(PROBE, Built.PRODUCT_MGMT, landscape.port(Built.PRODUCT_MGMT))
                            .equals(SET.leaf("product-mgmt").getSerialNumber()));
            assertNoneFails(clients, product);
        }
    }

    @Test
    void reload_newAuthority_isTrustedAndTheOldOneIsNot(@TempDir Path mounted) throws IOException { // SIDE-12
        CertificateSet set = TestCertificates.fresh();
        mount(set.directory(), mounted);
        String old = set.authorities().get(0).getSerialNumber().toString(16);
        try (OutboundRig rig = OutboundRig.start(Map.of("CERTIFICATES", mounted.toString()))) {
            int port = rig.sidecar().awaitPort();
            assertThat(rig.sidecar().ask("/certs")).contains(old);
            set.addAuthority();
            set.moveToNewAuthority();
            set.removeOldAuthority();
            mount(set.directory(), mounted);
            Eventually.until(
                    "nothing trusts the old one",
                    LIMIT,
                    () -> !rig.sidecar().ask("/certs").contains(old));
            assertThat(TlsProbe.with("bob").isServed(set.directory(), "return", port))
                    .isTrue();
        }
    }

    @Test
    void reload_newSigningKey_isKnownToTheSidecarBeforeLong() { // SIDE-12
        new Rotation(landscape, SET, PROBE).awaitSigningKey(key);
        String token = landscape.desk().token("alice", Built.PRODUCT_MGMT);
        Eventually.seldom("the sidecar verifies by it", LIMIT, () -> {
            String requestId = UUID.randomUUID().toString();
            Metadata headers = new Metadata();
            headers.put(Wire.REQUEST_ID, requestId);
            Channel channel = ClientInterceptors.intercept(
                    Wire.authorized(landscape.anonymous(Built.PRODUCT_MGMT, "alice"), () -> token),
                    MetadataUtils.newAttachHeadersInterceptor(headers));
            Refusals.assertRefused( // served all the while: what the sidecar does not know yet, the service does
                    () -> ProductMgmtServiceGrpc.newBlockingStub(channel).getProduct(Shop.get("no-such-product")),
                    Status.Code.NOT_FOUND);
            return foundNoFault(requestId);
        });
    }

    @Test
    void hangUp_underLoad_anotherTakesOverAndNoCallFails() throws Exception { // SIDE-12
        String product = new Shop(landscape).stock("handed-over", 1);
        try (SteadyClients clients = SteadyClients.start(landscape, product, 4)) {
            clients.awaitMore(SOME);
            sidecar.restartTorn();
            awaitLine("configuration not taken up, the one before stays in force", "faults", -1);
            assertThat(sidecar.ask("/server_info")).contains("\"restart_epoch\": 0");
            sidecar.restartHot();
            awaitLine("ready", "epoch", 1);
            awaitLine("ended", "epoch", 0);
            assertThat(sidecar.ask("/server_info")).contains("\"restart_epoch\": 1");
            assertNoneFails(clients, product);
        }
    }

    /** As Kubernetes mounts secrets: links that stay, through one that is swapped, to what the set holds now. */
    private static void mount(Path set, Path mounted) throws IOException {
        Path version = Files.createTempDirectory(mounted, "version-");
        Path data = mounted.resolve("..data");
        try (Stream<Path> files = Files.list(set)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, version.resolve(file.getFileName()));
                Path link = mounted.resolve(file.getFileName());
                if (!Files.isSymbolicLink(link)) {
                    Files.createSymbolicLink(link, Path.of("..data").resolve(file.getFileName()));
                }
            }
        }
        Path fresh = Files.createSymbolicLink(mounted.resolve("..new"), version.getFileName());
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void assertNoneFails(SteadyClients clients, String product) throws InterruptedException {
        clients.awaitMore(SOME);
        int added = clients.stop();
        assertThat(clients.failures()).isEmpty();
        assertThat(new Shop(landscape).stockOf(product).getOnHand()).isEqualTo(1 + added);
    }

    /** Whether the sidecar has verified the token of that call. */
    private boolean foundNoFault(String requestId) {
        JsonNode line = Eventually.value(
                "the line of the call",
                LIMIT,
                () -> sidecar.process().lines().stream()
                        .filter(it -> it.path("requestId").asText().equals(requestId))
                        .findFirst());
        return line.path("token").isNull();
    }

    private void awaitLine(String message, String field, int value) {
        Eventually.until(
                message + " " + value,
                LIMIT,
                () -> sidecar.process().lines().stream()
                        .anyMatch(it -> it.path("message").asText().equals(message)
                                && it.path(field).asInt(-1) == value));
    }
}
