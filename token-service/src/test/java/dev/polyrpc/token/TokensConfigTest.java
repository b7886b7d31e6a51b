package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.settings.SettingsException;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensConfigTest {
    @TempDir
    Path folder;

    @Test
    void from_filesAlone_hasTheDefaults() {
        TokensConfig config = from(Map.of());

        assertThat(config.httpsPort()).isEqualTo(7490);
        assertThat(config.adminPort()).isEqualTo(7590);
        assertThat(config.issuer()).isEqualTo("https://localhost:7490");
        assertThat(config.tokenLifetime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.requestTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.accessLog()).isEqualTo(AccessLog.Mode.SAMPLED);
        assertThat(config.signingKeyLead()).isEqualTo(Duration.ofMinutes(1));
        assertThat(folder.resolve("keys")).isDirectory();
    }

    @Test
    void from_everyName_isTaken() {
        TokensConfig config = from(Map.of(
                "POLYRPC_PROFILE", "production",
                "POLYRPC_TOKEN_HTTPS_PORT", "1",
                "POLYRPC_TOKEN_ADMIN_PORT", "2",
                "POLYRPC_TOKEN_ISSUER", "https://issuer.test",
                "POLYRPC_TOKEN_LIFETIME", "90s",
                "POLYRPC_TOKEN_SIGNING_KEY_LEAD", "31s",
                "POLYRPC_TOKEN_REQUEST_TIMEOUT", "1s",
                "POLYRPC_TOKEN_DRAIN_TIMEOUT", "2s",
                "POLYRPC_TOKEN_ACCESS_LOG", "all"));

        assertThat(config.httpsPort()).isEqualTo(1);
        assertThat(config.adminPort()).isEqualTo(2);
        assertThat(config.issuer()).isEqualTo("https://issuer.test");
        assertThat(config.tokenLifetime()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.signingKeyLead()).isEqualTo(Duration.ofSeconds(31));
        assertThat(config.requestTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.accessLog()).isEqualTo(AccessLog.Mode.ALL);
    }

    @Test
    void from_faults_areAllNamed() throws Exception { // CFG-1
        Files.writeString(folder.resolve("secrets"), "no hash\n");
        Path keys = Files.createDirectory(folder.resolve("faulty"));
        Files.writeString(keys.resolve("key"), "no key\n");
        SettingsException thrown = catchThrowableOfType(
                SettingsException.class,
                () -> from(Map.of(
                        "POLYRPC_TOKEN_HTTPS_PORT",
                        "70000",
                        "POLYRPC_TOKEN_REQUEST_TIMEOUT",
                        "-1s",
                        "POLYRPC_TOKEN_LIFETIME",
                        "11m",
                        "POLYRPC_TOKEN_SIGNING_KEY_LEAD",
                        "30s",
                        "POLYRPC_TOKEN_CERTIFICATES",
                        folder.toString(),
                        "POLYRPC_TOKEN_CLIENT_SECRETS",
                        folder.resolve("secrets").toString(),
                        "POLYRPC_TOKEN_SIGNING_KEYS",
                        keys.toString(),
                        "POLYRPC_TOKEN_POLICY",
                        folder.resolve("policy").toString(),
                        "POLYRPC_TOKEN_LIFESPAN",
                        "5m")));

        assertThat(thrown.faults())
                .extracting(fault -> fault.substring(0, fault.indexOf(':')))
                .contains(
                        "POLYRPC_TOKEN_HTTPS_PORT",
                        "POLYRPC_TOKEN_REQUEST_TIMEOUT",
                        "POLYRPC_TOKEN_LIFETIME",
                        "POLYRPC_TOKEN_SIGNING_KEY_LEAD",
                        "POLYRPC_TOKEN_CERTIFICATES",
                        "POLYRPC_TOKEN_CLIENT_SECRETS",
                        "POLYRPC_TOKEN_SIGNING_KEYS",
                        "POLYRPC_TOKEN_POLICY",
                        "POLYRPC_TOKEN_LIFESPAN");
    }

    private TokensConfig from(Map<String, String> changes) {
        Path certificates = TestCertificates.directory();
        Map<String, String> environment = new HashMap<>(Map.of(
                "POLYRPC_TOKEN_POLICY", TestPolicy.file().toString(),
                "POLYRPC_TOKEN_CERTIFICATES", certificates.toString(),
                "POLYRPC_TOKEN_CLIENT_SECRETS",
                        certificates.resolve("clients.sha256").toString(),
                "POLYRPC_TOKEN_REVOCATIONS", folder.resolve("revocations").toString(),
                "POLYRPC_TOKEN_SIGNING_KEYS", folder.resolve("keys").toString()));
        environment.putAll(changes);
        return TokensConfig.from(Settings.of(TokensConfig.PREFIX, environment));
    }
}
