package dev.polyrpc.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.telemetry.AccessLog;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProductMgmtConfigTest {
    @Test
    void from_nothing_isAllDefaults() {
        assertThat(config(Map.of()))
                .isEqualTo(new ProductMgmtConfig(
                        7401,
                        null,
                        7411,
                        7501,
                        Path.of("certs/out"),
                        Path.of("policy/policy.json"),
                        Path.of("run/product-mgmt.db"),
                        URI.create("https://localhost:7490"),
                        "https://localhost:7490",
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofDays(90),
                        200,
                        AccessLog.Mode.SAMPLED,
                        Profile.DEVELOPMENT));
    }

    @Test
    void from_everyName_isRead() {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("POLYRPC_PRODUCT_MGMT_GRPC_SOCKET", "s.sock"),
                Map.entry("POLYRPC_PRODUCT_MGMT_GRPC_PORT", "1"),
                Map.entry("POLYRPC_PRODUCT_MGMT_THRIFT_PORT", "8"),
                Map.entry("POLYRPC_PRODUCT_MGMT_ADMIN_PORT", "2"),
                Map.entry("POLYRPC_PRODUCT_MGMT_CERTIFICATES", "c"),
                Map.entry("POLYRPC_PRODUCT_MGMT_POLICY", "p.json"),
                Map.entry("POLYRPC_PRODUCT_MGMT_DATABASE", "d.db"),
                Map.entry("POLYRPC_PRODUCT_MGMT_TOKEN_SERVICE", "https://t:3"),
                Map.entry("POLYRPC_PRODUCT_MGMT_ISSUER", "https://i"),
                Map.entry("POLYRPC_PRODUCT_MGMT_REQUEST_TIMEOUT", "4s"),
                Map.entry("POLYRPC_PRODUCT_MGMT_DRAIN_TIMEOUT", "5ms"),
                Map.entry("POLYRPC_PRODUCT_MGMT_ACCESS_LOG", "all"),
                Map.entry("POLYRPC_PRODUCT_MGMT_EVENT_RETENTION", "6d"),
                Map.entry("POLYRPC_PRODUCT_MGMT_MAX_SUBJECT_STREAMS", "9"),
                Map.entry("POLYRPC_PROFILE", "production"));

        assertThat(config(environment))
                .isEqualTo(new ProductMgmtConfig(
                        1,
                        Path.of("s.sock"),
                        8,
                        2,
                        Path.of("c"),
                        Path.of("p.json"),
                        Path.of("d.db"),
                        URI.create("https://t:3"),
                        "https://i",
                        Duration.ofSeconds(4),
                        Duration.ofMillis(5),
                        Duration.ofDays(6),
                        9,
                        AccessLog.Mode.ALL,
                        Profile.PRODUCTION));
    }

    private static ProductMgmtConfig config(Map<String, String> environment) {
        Settings settings = Settings.of(ProductMgmt.PREFIX, environment);
        ProductMgmtConfig config = ProductMgmtConfig.from(settings);
        settings.check("CERTIFICATES", () -> "");
        settings.check("DATABASE", () -> "");
        settings.done();
        return config;
    }
}
