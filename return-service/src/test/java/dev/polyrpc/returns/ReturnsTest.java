package dev.polyrpc.returns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.settings.SettingsException;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service as a process: its start, its readiness, its metrics. */
final class ReturnsTest {
    @Test
    void start_badSettings_namesAllAtOnceAndOpensNothing(@TempDir Path folder) { // CFG-1 CFG-2 CFG-3
        Settings settings = Settings.of(
                Returns.PREFIX,
                Map.of(
                        "POLYRPC_RETURN_GRPC_PORT",
                        "70000",
                        "POLYRPC_RETURN_SAGA_INTERVAL",
                        "-1s",
                        "POLYRPC_RETURN_CERTIFICATES",
                        folder.resolve("none").toString(),
                        "POLYRPC_RETURN_DATABASE",
                        TestCertificates.directory().resolve("ca.pem/return.db").toString(),
                        "POLYRPC_RETURN_POLICY",
                        folder.resolve("none.json").toString(),
                        "POLYRPC_RETURN_SAGA_INTERVALL",
                        "1s"));

        SettingsException refusal = catchThrowableOfType(SettingsException.class, () -> Returns.start(settings));

        assertThat(refusal.faults())
                .allMatch(fault -> fault.startsWith("POLYRPC_RETURN_"))
                .anyMatch(fault -> fault.startsWith("POLYRPC_RETURN_GRPC_PORT: 70000"))
                .anyMatch(fault -> fault.startsWith("POLYRPC_RETURN_SAGA_INTERVAL: -1s"))
                .anyMatch(fault -> fault.startsWith("POLYRPC_RETURN_CERTIFICATES: "))
                .anyMatch(fault -> fault.startsWith("POLYRPC_RETURN_POLICY: "))
                .anyMatch(fault -> fault.startsWith("POLYRPC_RETURN_DATABASE: "))
                .anyMatch(fault -> fault.startsWith("POLYRPC_RETURN_SAGA_INTERVALL: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GRPC_PORT", "THRIFT_PORT", "ADMIN_PORT"})
    void start_portTaken_fails_andLeavesTheDatabaseClosed(String port, @TempDir Path folder) throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Map<String, String> settings = settings(folder.resolve("port-taken.db"));
            settings.put("POLYRPC_RETURN_" + port, String.valueOf(taken.getLocalPort()));

            Throwable refusal = catchThrowable(() -> Returns.start(Settings.of(Returns.PREFIX, settings)));

            assertThat(refusal).hasMessageContaining(String.valueOf(taken.getLocalPort()));
            assertThat(threads()).doesNotContain("writer-port-taken.db");
            settings.put("POLYRPC_RETURN_" + port, "0");
            Returns.start(Settings.of(Returns.PREFIX, settings)).close();
        }
    }

    @Test
    void start_badSetting_leavesTheDatabaseClosed(@TempDir Path folder) {
        Map<String, String> settings = settings(folder.resolve("bad-setting.db"));
        settings.put("POLYRPC_RETURN_GRPC_PORT", "70000");

        assertThat(catchThrowable(() -> Returns.start(Settings.of(Returns.PREFIX, settings))))
                .isInstanceOf(SettingsException.class);
        assertThat(threads()).doesNotContain("writer-bad-setting.db");
    }

    @Test
    void start_socketInAFolderThatOthersMayEnter_namesTheSetting(@TempDir Path folder) throws Exception { // CFG-3
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> settings = settings(folder.resolve("socket.db"));
        settings.put("POLYRPC_RETURN_GRPC_SOCKET", folder.resolve("grpc.sock").toString());
        SettingsException faults = catchThrowableOfType(
                SettingsException.class, () -> Returns.start(Settings.of(Returns.PREFIX, settings)));

        assertThat(faults.faults())
                .containsExactly(
                        "POLYRPC_RETURN_GRPC_SOCKET: %s: open to others (expected: mode 700)".formatted(folder));
    }

    private static Map<String, String> settings(Path database) {
        return new HashMap<>(Map.of(
                "POLYRPC_RETURN_GRPC_PORT",
                "0",
                "POLYRPC_RETURN_THRIFT_PORT",
                "0",
                "POLYRPC_RETURN_ADMIN_PORT",
                "0",
                "POLYRPC_RETURN_POLICY",
                TestPolicy.file().toString(),
                "POLYRPC_RETURN_CERTIFICATES",
                TestCertificates.directory().toString(),
                "POLYRPC_RETURN_DATABASE",
                database.toString()));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    @Test
    void readyz_productMgmtDead_saysSo_butReturnsAreRead() throws Exception {
        try (Rig rig = new Rig()) {
            rig.renew();
            ProductReturn opened = rig.quarantined("A-1");
            String before = rig.admin("/readyz");
            rig.productMgmt.stop();

            String after = awaitNotReady(rig);

            assertThat(before).startsWith("200 ");
            assertThat(after).startsWith("503 ").contains("product-mgmt").doesNotContain("database");
            assertThat(rig.alice().getReturn(Rig.get(opened)).getProductReturn())
                    .isEqualTo(opened);
        }
    }

    @Test
    void metrics_oneInQuarantine_areCounted() throws Exception {
        try (Rig rig = new Rig()) {
            rig.renew();
            rig.quarantined("A-1");

            assertThat(rig.admin("/metrics"))
                    .containsPattern("\npolyrpc_returns\\{.*state=\"QUARANTINED\".*} 1")
                    .containsPattern("\npolyrpc_returns\\{.*state=\"REFUSED\".*} 0")
                    .containsPattern("\npolyrpc_quarantine_oldest_age_seconds\\S* [0-9]");
        }
    }

    /** The channel learns of its peer's end a moment after it. */
    private static String awaitNotReady(Rig rig) throws Exception {
        long end = System.nanoTime() + Rig.LONG.toNanos();
        String answer = rig.admin("/readyz");
        while (answer.startsWith("200") && System.nanoTime() < end) {
            answer = rig.admin("/readyz");
        }
        return answer;
    }
}
