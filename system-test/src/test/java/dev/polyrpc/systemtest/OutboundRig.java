package dev.polyrpc.systemtest;

import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestPolicy;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The sidecar of returns alone, between a test that plays the service and a callee that plays product management. */
final class OutboundRig implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Callee callee = Callee.start();
    private final Path folder = Files.createTempDirectory("polyrpc-");
    private final Sidecar sidecar;
    private final ManagedChannel channel;

    private OutboundRig(Map<String, String> values) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "PROFILE", "production",
                "CALLS", "1000",
                "CERTIFICATES", TestCertificates.directory().toString(),
                "CALLED_PORT", String.valueOf(callee.port()),
                "TOKEN_PORT", "1", // nobody asks for a key
                "ISSUER", "https://localhost:1"));
        all.putAll(values);
        sidecar = Sidecar.start(Built.RETURN, folder, TestPolicy.file(), all);
        sidecar.awaitPort();
        channel = Grpc.newChannelBuilder(
                        "unix:" + folder.resolve("return-outbound.sock"), InsecureChannelCredentials.create())
                .overrideAuthority("product-mgmt")
                .build();
    }

    /** Starts it, with values for envoy/render beside those that it must have. */
    static OutboundRig start(Map<String, String> values) throws IOException {
        return new OutboundRig(values);
    }

    /** Waits until the sidecar has found the callee to be healthy. */
    OutboundRig awaitHealthy() {
        Eventually.until(
                "the callee is healthy", LIMIT, () -> sidecar.stat("cluster.product-mgmt.membership_healthy") == 1);
        return this;
    }

    Callee callee() {
        return callee;
    }

    Sidecar sidecar() {
        return sidecar;
    }

    /** The channel of the service to its sidecar: no retries, no deadlines but what a call brings. */
    ManagedChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.shutdownNow();
        sidecar.process().close();
        callee.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
