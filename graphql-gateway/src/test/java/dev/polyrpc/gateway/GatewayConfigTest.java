package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.gateway.document.DocumentLimits;
import dev.polyrpc.gateway.request.ClientLimits;
import dev.polyrpc.kit.call.Wire;
import dev.polyrpc.kit.identity.IssuerProfiles;
import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.settings.SettingsException;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestKeycloak;
import dev.polyrpc.kit.testing.TestPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GatewayConfigTest {
    private static final String CERTIFICATES = TestCertificates.directory().toString();

    private static final String POLICY = TestPolicy.file().toString();

    private static final TestKeycloak KEYCLOAK = TestKeycloak.start();

    @AfterAll
    static void stop() {
        KEYCLOAK.close();
    }

    @Test
    void defaults_areThoseOfTheOutsideContract() {
        GatewayConfig config =
                config(Map.of("POLYRPC_GATEWAY_CERTIFICATES", CERTIFICATES, "POLYRPC_GATEWAY_POLICY", POLICY));

        assertThat(config)
                .isEqualTo(new GatewayConfig(
                        7480,
                        7580,
                        config.identity(),
                        config.policy(),
                        Profile.DEVELOPMENT,
                        URI.create("https://localhost:7490"),
                        "https://localhost:7490",
                        IssuerProfiles.none(),
                        Wire.GRPC,
                        "localhost:7401",
                        "localhost:7411",
                        Duration.ofSeconds(5),
                        256,
                        "localhost:7402",
                        Duration.ofSeconds(5),
                        256,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        new DocumentLimits(3000, 12, 500, 50, 10, 16, 1000, 500, 16 * 1024 * 1024),
                        config.trusted(),
                        new ClientLimits(256 * 1024, 100, 100, 500, Duration.ofSeconds(3)),
                        config.cursorKey(),
                        10_000,
                        AccessLog.Mode.SAMPLED));
    }

    @Test
    void everyName_isRead() {
        Path issuers = KEYCLOAK.profile();
        GatewayConfig config = config(Map.ofEntries(
                Map.entry("POLYRPC_PROFILE", "production"),
                Map.entry("POLYRPC_GATEWAY_HTTPS_PORT", "1"),
                Map.entry("POLYRPC_GATEWAY_ADMIN_PORT", "2"),
                Map.entry("POLYRPC_GATEWAY_CERTIFICATES", CERTIFICATES),
                Map.entry("POLYRPC_GATEWAY_POLICY", POLICY),
                Map.entry("POLYRPC_GATEWAY_TOKEN_SERVICE", "https://token:3"),
                Map.entry("POLYRPC_GATEWAY_ISSUER", "https://issuer"),
                Map.entry("POLYRPC_GATEWAY_ISSUERS", issuers.toString()),
                Map.entry("POLYRPC_GATEWAY_PRODUCT_WIRE", "thrift"),
                Map.entry("POLYRPC_GATEWAY_PRODUCT_MGMT_ADDRESS", "product:4"),
                Map.entry("POLYRPC_GATEWAY_PRODUCT_MGMT_THRIFT_ADDRESS", "product:12"),
                Map.entry("POLYRPC_GATEWAY_PRODUCT_MGMT_TIMEOUT", "5s"),
                Map.entry("POLYRPC_GATEWAY_MAX_PRODUCT_MGMT_CALLS", "13"),
                Map.entry("POLYRPC_GATEWAY_RETURN_ADDRESS", "return:6"),
                Map.entry("POLYRPC_GATEWAY_RETURN_TIMEOUT", "7s"),
                Map.entry("POLYRPC_GATEWAY_MAX_RETURN_CALLS", "14"),
                Map.entry("POLYRPC_GATEWAY_REQUEST_TIMEOUT", "8s"),
                Map.entry("POLYRPC_GATEWAY_DRAIN_TIMEOUT", "9s"),
                Map.entry("POLYRPC_GATEWAY_HEARTBEAT", "11s"),
                Map.entry("POLYRPC_GATEWAY_SLOW_SUBSCRIBER_TIMEOUT", "12s"),
                Map.entry("POLYRPC_GATEWAY_MAX_TOKENS", "13"),
                Map.entry("POLYRPC_GATEWAY_MAX_DEPTH", "14"),
                Map.entry("POLYRPC_GATEWAY_MAX_FIELDS", "15"),
                Map.entry("POLYRPC_GATEWAY_MAX_ALIASES", "16"),
                Map.entry("POLYRPC_GATEWAY_MAX_ROOT_FIELDS", "17"),
                Map.entry("POLYRPC_GATEWAY_MAX_INTROSPECTION_DEPTH", "0"),
                Map.entry("POLYRPC_GATEWAY_MAX_COST", "23"),
                Map.entry("POLYRPC_GATEWAY_KEPT_DOCUMENTS", "24"),
                Map.entry("POLYRPC_GATEWAY_KEPT_DOCUMENT_BYTES", "25"),
                Map.entry("POLYRPC_GATEWAY_DOCUMENTS", "any"),
                Map.entry("POLYRPC_GATEWAY_MAX_BODY_BYTES", "1818"),
                Map.entry("POLYRPC_GATEWAY_MAX_SOCKET_OPERATIONS", "19"),
                Map.entry("POLYRPC_GATEWAY_MAX_SUBJECT_SUBSCRIPTIONS", "20"),
                Map.entry("POLYRPC_GATEWAY_MAX_SUBSCRIPTIONS", "21"),
                Map.entry("POLYRPC_GATEWAY_SOCKET_INIT_TIMEOUT", "22s"),
                Map.entry("POLYRPC_GATEWAY_MAX_STALE_PRODUCTS", "24"),
                Map.entry("POLYRPC_GATEWAY_CURSOR_KEY", TestCertificates.directory() + "/gateway-key.pem"),
                Map.entry("POLYRPC_GATEWAY_ACCESS_LOG", "all")));

        assertThat(config)
                .isEqualTo(new GatewayConfig(
                        1,
                        2,
                        config.identity(),
                        config.policy(),
                        Profile.PRODUCTION,
                        URI.create("https://token:3"),
                        "https://issuer",
                        IssuerProfiles.read(issuers, "https://issuer"),
                        Wire.THRIFT,
                        "product:4",
                        "product:12",
                        Duration.ofSeconds(5),
                        13,
                        "return:6",
                        Duration.ofSeconds(7),
                        14,
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(11),
                        Duration.ofSeconds(12),
                        new DocumentLimits(13, 14, 15, 16, 17, 0, 23, 24, 25),
                        config.trusted(),
                        new ClientLimits(1818, 19, 20, 21, Duration.ofSeconds(22)),
                        config.cursorKey(),
                        24,
                        AccessLog.Mode.ALL));
    }

    @Test
    void faults_areAllNamedAtOnce() { // CFG-1
        SettingsException faults = catchThrowableOfType(
                SettingsException.class,
                () -> config(Map.of(
                        "POLYRPC_GATEWAY_CERTIFICATES", CERTIFICATES,
                        "POLYRPC_GATEWAY_POLICY", CERTIFICATES + "/none.json",
                        "POLYRPC_GATEWAY_HTTPS_PORT", "70000",
                        "POLYRPC_GATEWAY_RETURN_TIMEOUT", "-1s",
                        "POLYRPC_GATEWAY_HEARTBEAT", "90ms",
                        "POLYRPC_GATEWAY_SLOW_SUBSCRIBER_TIMEOUT", "41s",
                        "POLYRPC_GATEWAY_HTTP_PORT", "1")));

        assertThat(faults.faults())
                .hasSize(6)
                .contains("POLYRPC_GATEWAY_HEARTBEAT: 90ms (expected: a duration from 100ms to 40s)")
                .anyMatch(it -> it.startsWith("POLYRPC_GATEWAY_SLOW_SUBSCRIBER_TIMEOUT: 41s ("))
                .anyMatch(it -> it.startsWith("POLYRPC_GATEWAY_HTTP_PORT: unknown"))
                .anyMatch(it -> it.startsWith("POLYRPC_GATEWAY_POLICY: ") && it.endsWith("none.json: no such file"));
    }

    @ParameterizedTest
    @CsvSource({
        "MAX_TOKENS, 0, 1 to 10000",
        "MAX_DEPTH, 101, 1 to 100",
        "MAX_FIELDS, many, 1 to 100000",
        "MAX_ALIASES, -1, 0 to 100000",
        "MAX_ROOT_FIELDS, 0, 1 to 100000",
        "MAX_INTROSPECTION_DEPTH, 101, 0 to 100",
        "MAX_COST, 0, 1 to 1000000",
        "KEPT_DOCUMENTS, -1, 0 to 100000",
        "KEPT_DOCUMENT_BYTES, 2g, 0 to 1073741824",
        "DOCUMENTS, some, 'one of any, trusted'",
        "MAX_BODY_BYTES, 1023, 1024 to 4194304",
        "MAX_SOCKET_OPERATIONS, 0, 1 to 10000",
        "MAX_SUBJECT_SUBSCRIPTIONS, 501, 1 to 500",
        "MAX_SUBSCRIPTIONS, 501, 1 to 500",
        "MAX_STALE_PRODUCTS, -1, 0 to 1000000",
        "SOCKET_INIT_TIMEOUT, 0s, a duration from 100ms to 30s",
        "REQUEST_TIMEOUT, 200000d, a duration from 10ms to 300s",
        "RETURN_TIMEOUT, 6m, a duration from 10ms to 300s",
        "PRODUCT_MGMT_TIMEOUT, 6m, a duration from 10ms to 300s",
        "DRAIN_TIMEOUT, 6m, a duration from 10ms to 300s"
    })
    void limit_outOfItsBounds_isNamedWithThem(String name, String value, String bounds) { // CFG-1
        SettingsException faults = catchThrowableOfType(
                SettingsException.class,
                () -> config(Map.of(
                        "POLYRPC_GATEWAY_CERTIFICATES",
                        CERTIFICATES,
                        "POLYRPC_GATEWAY_POLICY",
                        POLICY,
                        "POLYRPC_GATEWAY_" + name,
                        value)));

        assertThat(faults.faults())
                .singleElement()
                .asString()
                .startsWith("POLYRPC_GATEWAY_%s: %s (expected: %s".formatted(name, value, bounds));
    }

    @Test
    void introspection_inProduction_cannotBeHad() { // CFG-1 GQL-3
        SettingsException faults = catchThrowableOfType(
                SettingsException.class,
                () -> config(Map.of(
                        "POLYRPC_PROFILE",
                        "production",
                        "POLYRPC_GATEWAY_DOCUMENTS",
                        "any",
                        "POLYRPC_GATEWAY_CERTIFICATES",
                        CERTIFICATES,
                        "POLYRPC_GATEWAY_POLICY",
                        POLICY,
                        "POLYRPC_GATEWAY_MAX_INTROSPECTION_DEPTH",
                        "1")));

        assertThat(faults.faults()).containsExactly("POLYRPC_GATEWAY_MAX_INTROSPECTION_DEPTH: 1 (expected: 0 to 0)");
    }

    @Test
    void cursorKey_faulty_isNamed(@TempDir Path folder) throws IOException { // CFG-2
        Path brief = Files.write(folder.resolve("brief"), new byte[31]);
        Path shared = Files.write(folder.resolve("shared"), new byte[32]);
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(cursorKeyFaults(brief, "development"))
                .containsExactly("POLYRPC_GATEWAY_CURSOR_KEY: " + brief + ": 31 bytes (expected: 32 to 1024)");
        assertThat(cursorKeyFaults(folder.resolve("none"), "development"))
                .containsExactly("POLYRPC_GATEWAY_CURSOR_KEY: " + folder.resolve("none") + ": no such file");
        assertThat(cursorKeyFaults(shared, "production"))
                .containsExactly(
                        "POLYRPC_GATEWAY_CURSOR_KEY: " + shared + ": readable by others (expected: mode 0600)");
    }

    private static List<String> cursorKeyFaults(Path file, String profile) {
        return catchThrowableOfType(
                        SettingsException.class,
                        () -> config(Map.of(
                                "POLYRPC_PROFILE", profile,
                                "POLYRPC_GATEWAY_DOCUMENTS", "any",
                                "POLYRPC_GATEWAY_CERTIFICATES", CERTIFICATES,
                                "POLYRPC_GATEWAY_POLICY", POLICY,
                                "POLYRPC_GATEWAY_CURSOR_KEY", file.toString())))
                .faults();
    }

    @Test
    void trustedDocuments_inProduction_areDemanded() { // CFG-6
        SettingsException faults = catchThrowableOfType(
                SettingsException.class,
                () -> config(Map.of(
                        "POLYRPC_PROFILE", "production",
                        "POLYRPC_GATEWAY_CERTIFICATES", CERTIFICATES,
                        "POLYRPC_GATEWAY_POLICY", POLICY)));

        assertThat(faults.faults())
                .containsExactly("POLYRPC_GATEWAY_TRUSTED_DOCUMENTS: not set "
                        + "(expected: a file, as POLYRPC_GATEWAY_DOCUMENTS is trusted)");
    }

    @Test
    void issuers_faulty_areNamed() { // CFG-4
        Path file = KEYCLOAK.profile(entry -> {
            entry.put("max_life", "3d");
            entry.put("algorithms", List.of("HS256"));
        });
        SettingsException faults = catchThrowableOfType(
                SettingsException.class,
                () -> config(Map.of(
                        "POLYRPC_GATEWAY_CERTIFICATES", CERTIFICATES,
                        "POLYRPC_GATEWAY_POLICY", POLICY,
                        "POLYRPC_GATEWAY_ISSUERS", file.toString())));

        assertThat(faults.faults())
                .hasSize(2)
                .allMatch(it -> it.startsWith("POLYRPC_GATEWAY_ISSUERS: " + file + ": issuer 1: "));
    }

    private static GatewayConfig config(Map<String, String> environment) {
        return GatewayConfig.from(Settings.of(GatewayConfig.PREFIX, environment));
    }
}
