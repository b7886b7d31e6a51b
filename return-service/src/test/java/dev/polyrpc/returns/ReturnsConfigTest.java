package dev.polyrpc.returns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.call.Wire;
import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.telemetry.AccessLog;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReturnsConfigTest {
    @Test
    void from_nothing_isAllDefaults() {
        assertThat(config(Map.of()))
                .isEqualTo(new ReturnsConfig(
                        7402,
                        null,
                        7412,
                        7502,
                        Path.of("certs/out"),
                        Path.of("policy/policy.json"),
                        Path.of("run/return.db"),
                        URI.create("https://localhost:7490"),
                        "https://localhost:7490",
                        Wire.GRPC,
                        "localhost:7401",
                        "localhost:7411",
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        Duration.ofDays(90),
                        200,
                        Duration.ofSeconds(1),
                        AccessLog.Mode.SAMPLED,
                        Profile.DEVELOPMENT));
    }

    @Test
    void from_everyName_isRead() {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("POLYRPC_RETURN_GRPC_SOCKET", "s.sock"),
                Map.entry("POLYRPC_RETURN_GRPC_PORT", "1"),
                Map.entry("POLYRPC_RETURN_THRIFT_PORT", "8"),
                Map.entry("POLYRPC_RETURN_ADMIN_PORT", "2"),
                Map.entry("POLYRPC_RETURN_CERTIFICATES", "c"),
                Map.entry("POLYRPC_RETURN_POLICY", "p.json"),
                Map.entry("POLYRPC_RETURN_DATABASE", "d.db"),
                Map.entry("POLYRPC_RETURN_TOKEN_SERVICE", "https://t:3"),
                Map.entry("POLYRPC_RETURN_ISSUER", "https://i"),
                Map.entry("POLYRPC_RETURN_PRODUCT_WIRE", "thrift"),
                Map.entry("POLYRPC_RETURN_PRODUCT_MGMT_ADDRESS", "p:4"),
                Map.entry("POLYRPC_RETURN_PRODUCT_MGMT_THRIFT_ADDRESS", "p:12"),
                Map.entry("POLYRPC_RETURN_REQUEST_TIMEOUT", "4s"),
                Map.entry("POLYRPC_RETURN_ITEM_TIMEOUT", "7ms"),
                Map.entry("POLYRPC_RETURN_DRAIN_TIMEOUT", "5ms"),
                Map.entry("POLYRPC_RETURN_EVENT_RETENTION", "7d"),
                Map.entry("POLYRPC_RETURN_MAX_SUBJECT_STREAMS", "9"),
                Map.entry("POLYRPC_RETURN_SAGA_INTERVAL", "6m"),
                Map.entry("POLYRPC_RETURN_ACCESS_LOG", "all"),
                Map.entry("POLYRPC_PROFILE", "production"));

        assertThat(config(environment))
                .isEqualTo(new ReturnsConfig(
                        1,
                        Path.of("s.sock"),
                        8,
                        2,
                        Path.of("c"),
                        Path.of("p.json"),
                        Path.of("d.db"),
                        URI.create("https://t:3"),
                        "https://i",
                        Wire.THRIFT,
                        "p:4",
                        "p:12",
                        Duration.ofSeconds(4),
                        Duration.ofMillis(7),
                        Duration.ofMillis(5),
                        Duration.ofDays(7),
                        9,
                        Duration.ofMinutes(6),
                        AccessLog.Mode.ALL,
                        Profile.PRODUCTION));
    }

    @Test
    void from_unknownWire_isRefused() { // CFG-1
        assertThatThrownBy(() -> config(Map.of("POLYRPC_RETURN_PRODUCT_WIRE", "pigeon")))
                .hasMessageContaining("POLYRPC_RETURN_PRODUCT_WIRE: pigeon (expected: ");
    }

    private static ReturnsConfig config(Map<String, String> environment) {
        Settings settings = Settings.of(Returns.PREFIX, environment);
        ReturnsConfig config = ReturnsConfig.from(settings);
        settings.done();
        return config;
    }
}
