package dev.polyrpc.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.settings.SettingsException;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestPolicy;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProductMgmtTest {
    @TempDir
    Path folder;

    @Test
    void start_databaseNotWritableAndMore_namesEverySettingAtOnce() throws Exception { // CFG-3
        Path notAFolder = Files.writeString(folder.resolve("file"), "text");
        Path open = Files.createDirectory(
                folder.resolve("open"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Map<String, String> environment = Map.of(
                "POLYRPC_PRODUCT_MGMT_GRPC_PORT",
                "-1",
                "POLYRPC_PRODUCT_MGMT_GRPC_SOCKET",
                open.resolve("grpc.sock").toString(),
                "POLYRPC_PRODUCT_MGMT_CERTIFICATES",
                folder.resolve("nothing").toString(),
                "POLYRPC_PRODUCT_MGMT_DATABASE",
                notAFolder.resolve("product-mgmt.db").toString(),
                "POLYRPC_PRODUCT_MGMT_DATABSE",
                "misspelt");

        assertThat(faults(environment))
                .hasSize(8) // four of them files that are missing
                .anyMatch(fault -> fault.startsWith("POLYRPC_PRODUCT_MGMT_GRPC_PORT: -1 "))
                .contains("POLYRPC_PRODUCT_MGMT_GRPC_SOCKET: %s: open to others (expected: mode 700)".formatted(open))
                .anyMatch(fault -> fault.startsWith("POLYRPC_PRODUCT_MGMT_CERTIFICATES: "))
                .anyMatch(fault -> fault.startsWith("POLYRPC_PRODUCT_MGMT_POLICY: "))
                .anyMatch(fault ->
                        fault.startsWith("POLYRPC_PRODUCT_MGMT_DATABASE: ") && fault.contains("cannot be written"))
                .anyMatch(fault -> fault.startsWith("POLYRPC_PRODUCT_MGMT_DATABSE: unknown setting"))
                .noneMatch(fault -> fault.contains("\n"));
    }

    @Test
    void start_schemaNewerThanTheProgram_isRefused() throws Exception { // CFG-3
        Map<String, String> settings;
        try (ProductMgmtFixture fixture = new ProductMgmtFixture(folder)) {
            settings = fixture.settings();
            fixture.product("chai", 1);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("product-mgmt.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO flyway_schema_history SELECT 99, '9999', description, type, script, checksum,"
                            + " installed_by, installed_on, execution_time, success FROM flyway_schema_history LIMIT 1");
        }

        assertThat(faults(settings))
                .containsExactly("POLYRPC_PRODUCT_MGMT_DATABASE: schema is newer than this program: it has version 9999"
                        + " (expected: at most 2)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GRPC_PORT", "THRIFT_PORT", "ADMIN_PORT"})
    void start_portTaken_fails_andLeavesTheDatabaseClosed(String port) throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                ProductMgmtFixture fixture = new ProductMgmtFixture(folder)) {
            Map<String, String> settings = fixture.settings();
            settings.put("POLYRPC_PRODUCT_MGMT_" + port, String.valueOf(taken.getLocalPort()));
            settings.put(
                    "POLYRPC_PRODUCT_MGMT_DATABASE",
                    folder.resolve("port-taken.db").toString());

            Throwable refusal = catchThrowable(() -> ProductMgmt.start(Settings.of(ProductMgmt.PREFIX, settings)));

            assertThat(refusal).hasMessageContaining(String.valueOf(taken.getLocalPort()));
            assertThat(threads()).doesNotContain("writer-port-taken.db").contains("writer-product-mgmt.db");
            settings.put("POLYRPC_PRODUCT_MGMT_" + port, "0");
            ProductMgmt.start(Settings.of(ProductMgmt.PREFIX, settings)).close();
        }
    }

    @Test
    void start_badSetting_leavesTheDatabaseClosed() {
        String file = folder.resolve("bad-setting.db").toString();

        assertThat(faults(Map.of(
                        "POLYRPC_PRODUCT_MGMT_POLICY",
                        TestPolicy.file().toString(),
                        "POLYRPC_PRODUCT_MGMT_CERTIFICATES",
                        TestCertificates.directory().toString(),
                        "POLYRPC_PRODUCT_MGMT_DATABASE",
                        file,
                        "POLYRPC_PRODUCT_MGMT_GRPC_PORT",
                        "-1")))
                .hasSize(1);
        assertThat(threads()).doesNotContain("writer-bad-setting.db");
    }

    @Test
    void start_everythingThere_isReadyOnceItHasTheKeys() throws Exception {
        try (ProductMgmtFixture fixture = new ProductMgmtFixture(folder)) {
            fixture.product("chai", 1); // a token was verified: the keys are there

            assertThat(get(fixture, "/livez")).isEqualTo(200);
            assertThat(get(fixture, "/readyz")).isEqualTo(200);
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    private static int get(ProductMgmtFixture fixture, String path) throws Exception {
        URI uri = URI.create("http://localhost:" + fixture.port("admin") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static List<String> faults(Map<String, String> environment) {
        return catchThrowableOfType(
                        SettingsException.class, () -> ProductMgmt.start(Settings.of(ProductMgmt.PREFIX, environment)))
                .faults();
    }
}
