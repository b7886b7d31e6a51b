package dev.polyrpc.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
    private static final String PREFIX = "POLYRPC_RETURN_";
    private static final URI TOKEN_SERVICE = URI.create("https://localhost:7490");

    private enum Mode {
        SAMPLED,
        ALL_CALLS
    }

    @Test
    void read_nothingSet_givesDefaults() {
        Settings settings = settings(Map.of("PATH", "/bin"));
        assertThat(settings.port("GRPC_PORT", 7402)).isEqualTo(7402);
        assertThat(settings.duration("REQUEST_TIMEOUT", Duration.ofSeconds(30))).hasSeconds(30);
        assertThat(settings.path("CERTIFICATES", Path.of("certs/out"))).isEqualTo(Path.of("certs/out"));
        assertThat(settings.text("ADDRESS", "localhost:7401")).isEqualTo("localhost:7401");
        assertThat(settings.uri("TOKEN_SERVICE", TOKEN_SERVICE)).isEqualTo(TOKEN_SERVICE);
        assertThat(settings.choice("ACCESS_LOG", Mode.class, Mode.SAMPLED)).isEqualTo(Mode.SAMPLED);
        assertThat(settings.profile()).isEqualTo(Profile.DEVELOPMENT);
        assertThatCode(settings::done).doesNotThrowAnyException();
    }

    @Test
    void read_allSet_givesWhatIsSet() {
        Settings settings = settings(Map.of(
                PREFIX + "GRPC_PORT",
                "0",
                PREFIX + "REQUEST_TIMEOUT",
                "500ms",
                PREFIX + "CERTIFICATES",
                "/etc/certs",
                PREFIX + "ADDRESS",
                "example.test:1",
                PREFIX + "TOKEN_SERVICE",
                "https://example.test",
                PREFIX + "ACCESS_LOG",
                "all-calls",
                "POLYRPC_PROFILE",
                "production"));
        assertThat(settings.port("GRPC_PORT", 7402)).isZero();
        assertThat(settings.duration("REQUEST_TIMEOUT", Duration.ofSeconds(30))).hasMillis(500);
        assertThat(settings.path("CERTIFICATES", Path.of("certs/out"))).isEqualTo(Path.of("/etc/certs"));
        assertThat(settings.text("ADDRESS", "localhost:7401")).isEqualTo("example.test:1");
        assertThat(settings.uri("TOKEN_SERVICE", TOKEN_SERVICE)).hasHost("example.test");
        assertThat(settings.choice("ACCESS_LOG", Mode.class, Mode.SAMPLED)).isEqualTo(Mode.ALL_CALLS);
        assertThat(settings.profile()).isEqualTo(Profile.PRODUCTION);
        assertThatCode(settings::done).doesNotThrowAnyException();
    }

    @Test
    void done_manyFaults_namesAllAtOnce() { // CFG-1
        Settings settings = settings(Map.of(
                PREFIX + "GRPC_PORT",
                "http",
                PREFIX + "REQUEST_TIMEOUT",
                "-5s",
                PREFIX + "TOKEN_SERVICE",
                "http://localhost",
                PREFIX + "GRPC_PROT",
                "7402",
                "POLYRPC_RETRUN_GRPC_PORT",
                "7402",
                "POLYRPC_PROFILE",
                "prod"));
        settings.port("GRPC_PORT", 7402);
        settings.duration("REQUEST_TIMEOUT", Duration.ofSeconds(30));
        settings.uri("TOKEN_SERVICE", TOKEN_SERVICE);
        settings.profile();
        settings.check("DATABASE", () -> {
            throw new IOException("run/return.db: not writable");
        });
        String names = "POLYRPC_PROFILE, POLYRPC_RETURN_DATABASE, POLYRPC_RETURN_GRPC_PORT,"
                + " POLYRPC_RETURN_REQUEST_TIMEOUT, POLYRPC_RETURN_TOKEN_SERVICE";
        assertThat(faults(settings))
                .containsExactly(
                        "POLYRPC_RETURN_GRPC_PORT: http (expected: 0 to 65535)",
                        "POLYRPC_RETURN_REQUEST_TIMEOUT: -5s (expected: a duration over 0, such as 500ms, 30s, 5m, 24h or 90d)",
                        "POLYRPC_RETURN_TOKEN_SERVICE: http://localhost (expected: an https URI, such as https://localhost:7490)",
                        "POLYRPC_PROFILE: prod (expected: one of demo, development, production)",
                        "POLYRPC_RETURN_DATABASE: run/return.db: not writable",
                        "POLYRPC_RETRUN_GRPC_PORT: unknown setting (expected one of: " + names + ")",
                        "POLYRPC_RETURN_GRPC_PROT: unknown setting (expected one of: " + names + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 7402", "-1", "65536", "7402.0", "0x10", "99999999999", "7402\n"})
    void port_malformed_isAFault(String text) { // CFG-1
        Settings settings = settings(Map.of(PREFIX + "GRPC_PORT", text));
        assertThat(settings.port("GRPC_PORT", 7402)).isEqualTo(7402);
        assertThat(faults(settings)).singleElement().asString().hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "101", "-5", "5.0", "five", "99999999999"})
    void number_outOfItsBounds_isAFault(String text) { // CFG-1
        Settings settings = settings(Map.of(PREFIX + "MAX_DEPTH", text));
        assertThat(settings.number("MAX_DEPTH", 12, 1, 100)).isEqualTo(12);
        assertThat(faults(settings))
                .containsExactly("POLYRPC_RETURN_MAX_DEPTH: %s (expected: 1 to 100)".formatted(text));
    }

    @Test
    void number_withinItsBounds_isRead() {
        assertThat(settings(Map.of(PREFIX + "MAX_DEPTH", "100")).number("MAX_DEPTH", 12, 1, 100))
                .isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "-1s", "5", "5 s", "1.5s", "5w", "PT5S", "9999999999h"})
    void duration_malformed_isAFault(String text) { // CFG-1
        Settings settings = settings(Map.of(PREFIX + "DRAIN_TIMEOUT", text));
        assertThat(settings.duration("DRAIN_TIMEOUT", Duration.ofSeconds(10))).hasSeconds(10);
        assertThat(faults(settings)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "30s,PT30S", "5m,PT5M", "24h,PT24H", "90d,PT2160H"})
    void duration_eachUnit_isRead(String text, Duration expected) {
        Settings settings = settings(Map.of(PREFIX + "DRAIN_TIMEOUT", text));
        assertThat(settings.duration("DRAIN_TIMEOUT", Duration.ofSeconds(10))).isEqualTo(expected);
    }

    @Test
    void done_settingsOfOtherProcesses_areTheirs() {
        Settings settings = settings(Map.of(
                "POLYRPC_PRODUCT_MGMT_GRPC_PORT",
                "7401",
                "POLYRPC_TOKEN_HTTPS_PORT",
                "x",
                "POLYRPC_EDGE_ORIGINS",
                "y"));
        assertThatCode(settings::done).doesNotThrowAnyException();
    }

    @Test
    void check_good_givesWhatWasOpened() {
        Settings settings = settings(Map.of(PREFIX + "DATABASE", "run/return.db"));
        assertThat(settings.check("DATABASE", () -> "opened")).isEqualTo("opened");
        assertThatCode(settings::done).doesNotThrowAnyException();
    }

    private static Settings settings(Map<String, String> environment) {
        return Settings.of(PREFIX, environment);
    }

    private static List<String> faults(Settings settings) {
        return catchThrowableOfType(SettingsException.class, settings::done).faults();
    }
}
