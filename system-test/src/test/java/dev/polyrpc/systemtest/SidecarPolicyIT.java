package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a sidecar refuses, as the policy file says while it runs. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class SidecarPolicyIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Path POLICY = copy();

    @RegisterExtension
    static final Landscape landscape =
            new Landscape(Built.TOKEN, Built.PRODUCT_MGMT).with(Built.PRODUCT_MGMT, "POLICY", POLICY.toString());

    private final Sidecar sidecar = landscape.sidecar(Built.PRODUCT_MGMT);

    @AfterEach
    void allowAll() throws IOException {
        write(Files.readString(TestPolicy.file()));
        Eventually.until("everybody is let in", LIMIT, () -> code("alice") == Status.Code.NOT_FOUND);
    }

    @Test
    void call_peerComesToBeDenied_isRefusedBeforeTheServiceUntilAllowedAgain() throws IOException { // TLS-11 SIDE-6
        assertThat(code("alice")).isEqualTo(Status.Code.NOT_FOUND); // its connection is there already

        deny("\"alice\"");

        awaitRefusal();
        long forwarded = sidecar.stat("cluster.service.upstream_rq_total");
        assertThat(forwarded).isPositive();
        var refusal = Refusals.assertRefused(
                () -> landscape.products("alice").getProduct(Shop.get("any")),
                Status.Code.PERMISSION_DENIED,
                "PEER_NOT_ALLOWED");
        assertThat(refusal.getStatus().getDescription()).endsWith("(expected: one that the policy admits here)");
        assertThat(sidecar.stat("cluster.service.upstream_rq_total")).isEqualTo(forwarded);
        assertThat(code("bob")).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void watch_peerComesToBeDenied_isEndedAndNobodyElses() throws IOException { // TLS-16 SIDE-6
        new Shop(landscape).stock("watched", 1);
        try (HeldWatch denied = HeldWatch.openFromStart(landscape, "alice");
                HeldWatch goesOn = HeldWatch.openFromStart(landscape, "bob")) {
            deny("\"alice\"");

            Refusals.assertRefused(
                    () -> {
                        throw denied.awaitEnd();
                    },
                    Status.Code.PERMISSION_DENIED,
                    "PEER_NOT_ALLOWED");
            long seen = goesOn.seen();
            landscape.products("warehouse").adjustInventory(Shop.adjustment("watched", 1));
            goesOn.awaitMoreThan(seen);
        }
    }

    @Test
    void call_policyIsTornMeanwhile_theOneBeforeHolds() throws IOException { // SIDE-7
        deny("\"alice\", \"stranger:subject\"");
        awaitRefusal();

        write("{\"denied\": [");
        Eventually.until(
                "the sidecar has seen the torn file",
                LIMIT,
                () -> sidecar.process().lines().stream()
                        .anyMatch(line -> line.path("message").asText().startsWith("policy not taken up")));
        long before = refused();
        assertThat(code("alice")).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refused()).isEqualTo(before + 1);
    }

    private void awaitRefusal() {
        long before = refused();
        Eventually.until("the sidecar refuses it", LIMIT, () -> {
            code("alice");
            return refused() > before;
        });
    }

    private long refused() {
        return sidecar.stat("http.inbound.rbac.policy.denied.denied");
    }

    private static Status.Code code(String client) {
        var products = ProductMgmtServiceGrpc.newBlockingStub(Wire.authorized(
                landscape.anonymous(Built.PRODUCT_MGMT, client), () -> landscape.token(client, Built.PRODUCT_MGMT)));
        try {
            products.getProduct(Shop.get("no-such-product"));
            return Status.Code.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode();
        }
    }

    private static void deny(String names) throws IOException {
        write(Files.readString(TestPolicy.file()).replace("\"denied\": []", "\"denied\": [%s]".formatted(names)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"denied\": \"alice\"}",
                "{\"denied\": [\"Alice\"]}",
                "{\"deny\": [\"alice\"], \"denied\": []}",
                "{\"denied\": [\"alice\"], \"denied\": []}"
            })
    void policy_thatServicesRefuse_isNotTakenUpHereEither(String text) throws IOException { // SIDE-7
        long before = refusedPolicies();
        write(text);
        Eventually.until("the sidecar has refused it", LIMIT, () -> refusedPolicies() > before);
        assertThat(code("alice")).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void call_noPolicyReadYet_isRefused(@TempDir Path folder) throws IOException { // by an Envoy whose agent has none
        Map<String, String> values =
                new HashMap<>(Map.of("PORT", "0", "CALLS", "1", "UNDER_WAY", "1", "PROFILE", "demo"));
        values.putAll(Map.of("CALLED_PORT", "1", "TOKEN_PORT", "1", "ISSUER", "https://localhost:1"));
        values.put("CERTIFICATES", landscape.certificates().toString());
        values.put("SOCKETS", folder.toString());
        Envoy.render("product-mgmt", folder, values);
        Envoy envoy = Envoy.start("product-mgmt", "product-mgmt-sidecar", folder);
        ManagedChannel channel = Wire.channel(
                envoy.awaitPort("inbound"),
                landscape.certificates().resolve("ca.pem"),
                landscape.certificates(),
                "alice");
        try {
            Refusals.assertRefused(
                    () -> ProductMgmtServiceGrpc.newBlockingStub(Wire.limited(channel, LIMIT))
                            .getProduct(Shop.get("any")),
                    Status.Code.PERMISSION_DENIED);
        } finally {
            channel.shutdownNow();
            envoy.process().close();
        }
    }

    private long refusedPolicies() {
        return sidecar.process().lines().stream()
                .filter(line -> line.path("message").asText().startsWith("policy not taken up"))
                .count();
    }

    private static void write(String text) throws IOException {
        Path fresh = Files.writeString(POLICY.resolveSibling("policy.json.new"), text);
        Files.move(fresh, POLICY, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path copy() {
        try {
            Path folder = Files.createTempDirectory("polyrpc-policy-");
            List.of(folder, folder.resolve("policy.json"))
                    .forEach(it -> it.toFile().deleteOnExit());
            return Files.copy(TestPolicy.file(), folder.resolve("policy.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
