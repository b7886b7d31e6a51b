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
                        7501,
                        Path.of("certs/out"),
                        Path.of("run/product-mgmt.db"),
                        URI.create("https://localhost:7490"),
                        "https://localhost:7490",
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        AccessLog.Mode.SAMPLED,
                        Profile.DEVELOPMENT));
    }

    @Test
    void from_everyName_isRead() {
        Map<String, String> environment = Map.of(
                "POLYRPC_PRODUCT_MGMT_GRPC_PORT", "1",
                "POLYRPC_PRODUCT_MGMT_ADMIN_PORT", "2",
                "POLYRPC_PRODUCT_MGMT_CERTIFICATES", "c",
                "POLYRPC_PRODUCT_MGMT_DATABASE", "d.db",
                "POLYRPC_PRODUCT_MGMT_TOKEN_SERVICE", "https://t:3",
                "POLYRPC_PRODUCT_MGMT_ISSUER", "https://i",
                "POLYRPC_PRODUCT_MGMT_REQUEST_TIMEOUT", "4s",
                "POLYRPC_PRODUCT_MGMT_DRAIN_TIMEOUT", "5ms",
                "POLYRPC_PRODUCT_MGMT_ACCESS_LOG", "all",
                "POLYRPC_PROFILE", "production");

        assertThat(config(environment))
                .isEqualTo(new ProductMgmtConfig(
                        1,
                        2,
                        Path.of("c"),
                        Path.of("d.db"),
                        URI.create("https://t:3"),
                        "https://i",
                        Duration.ofSeconds(4),
                        Duration.ofMillis(5),
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
