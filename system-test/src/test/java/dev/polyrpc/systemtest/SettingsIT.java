package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program does whose settings or files are wrong: it names every fault, opens no port, and ends with 78. */
class SettingsIT {
    private static final int EX_CONFIG = 78;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void start_wrongSettings_namesThemAllAndEndsWith78(Built program) throws IOException { // CFG-1
        Map<String, String> settings = good(program);
        settings.put(program.setting("COLOUR"), "blue");
        settings.put(program.setting("ADMIN_PORT"), "70000");
        settings.put(program.portSetting(), "eighty");
        settings.put(program.setting("THRIFT_PORT"), "-1"); // not that port, or no such setting
        settings.put(program.setting("DRAIN_TIMEOUT"), "-5s");

        List<String> faults = refusedStart(program, settings);

        assertNamesExactly(
                faults,
                program.setting("COLOUR"),
                program.setting("ADMIN_PORT"),
                program.portSetting(),
                program.setting("THRIFT_PORT"),
                program.setting("DRAIN_TIMEOUT"));
    }

    @ParameterizedTest
    @EnumSource
    void start_keyOfAnotherLeaf_endsWith78(Built program) throws IOException { // CFG-2
        Path certificates = copyOfCertificates();
        replace(certificates.resolve("alice-key.pem"), certificates.resolve(program.label() + "-key.pem"));

        assertRefusesCertificates(program, certificates);
    }

    @ParameterizedTest
    @EnumSource
    void start_truncatedPem_endsWith78(Built program) throws IOException { // CFG-2
        Path certificates = copyOfCertificates();
        Path leaf = certificates.resolve(program.label() + ".pem");
        Files.writeString(leaf, Files.readString(leaf).substring(0, 200));

        assertRefusesCertificates(program, certificates);
    }

    @ParameterizedTest
    @EnumSource
    void start_expiredLeaf_endsWith78(Built program) throws IOException { // CFG-2
        Path certificates = copyOfCertificates();
        Path bad = certificates.resolve("bad");
        replace(bad.resolve("expired.pem"), certificates.resolve(program.label() + ".pem"));
        replace(bad.resolve("expired-key.pem"), certificates.resolve(program.label() + "-key.pem"));

        assertRefusesCertificates(program, certificates);
    }

    @ParameterizedTest
    @EnumSource(names = {"PRODUCT_MGMT", "RETURN"})
    void start_databaseNotWritable_endsWith78(Built program) throws IOException { // CFG-3
        Path database = Files.createDirectory(folder.resolve("a-folder.db"));

        assertRefusesDatabase(program, database);
    }

    @ParameterizedTest
    @EnumSource(names = {"PRODUCT_MGMT", "RETURN"})
    void start_schemaNewerThanTheProgram_endsWith78(Built program) throws IOException, SQLException { // CFG-3
        Path database = folder.resolve("newer.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE flyway_schema_history (installed_rank INT PRIMARY KEY, version VARCHAR(50),
                      description VARCHAR(200) NOT NULL, type VARCHAR(20) NOT NULL, script VARCHAR(1000) NOT NULL,
                      checksum INT, installed_by VARCHAR(100) NOT NULL, installed_on TEXT NOT NULL,
                      execution_time INT NOT NULL, success BOOLEAN NOT NULL)
                    """);
            statement.execute("""
                    INSERT INTO flyway_schema_history
                    VALUES (1, '999', 'from the future', 'SQL', 'V999__from_the_future.sql', 1, 'test',
                      '2026-01-01 00:00:00', 1, 1)
                    """);
        }

        assertRefusesDatabase(program, database);
    }

    @ParameterizedTest
    @EnumSource(names = {"PRODUCT_MGMT", "RETURN"})
    void start_everythingWrong_namesSettingsAndFilesAtOnce(Built program) throws IOException { // CFG-1, CFG-2, CFG-3
        Map<String, String> settings = good(program);
        settings.put(program.setting("COLOUR"), "blue");
        settings.put(program.setting("CERTIFICATES"), folder.resolve("nowhere").toString());
        settings.put(
                program.setting("DATABASE"),
                Files.createDirectory(folder.resolve("a-folder.db")).toString());

        List<String> faults = refusedStart(program, settings);

        assertNamesExactly(
                faults, program.setting("COLOUR"), program.setting("CERTIFICATES"), program.setting("DATABASE"));
    }

    private void assertRefusesCertificates(Built program, Path certificates) throws IOException {
        Map<String, String> settings = good(program);
        settings.put(program.setting("CERTIFICATES"), certificates.toString());
        assertNamesExactly(refusedStart(program, settings), program.setting("CERTIFICATES"));
    }

    private void assertRefusesDatabase(Built program, Path database) throws IOException {
        Map<String, String> settings = good(program);
        settings.put(program.setting("DATABASE"), database.toString());
        assertNamesExactly(refusedStart(program, settings), program.setting("DATABASE"));
    }

    /** Expects a line for every one of these settings (for each of several files, where it names a folder), and no other. */
    private static void assertNamesExactly(List<String> faults, String... settings) {
        assertThat(faults.stream().map(fault -> fault.substring(0, fault.indexOf(": "))))
                .as(faults::toString)
                .containsOnly(settings);
    }

    /** Starts a program on ports that are taken: had it tried to open one, it would have said so. */
    private List<String> refusedStart(Built program, Map<String, String> settings) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket takenToo = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings.putIfAbsent(program.portSetting(), String.valueOf(taken.getLocalPort()));
            if (program.speaksThrift()) {
                settings.putIfAbsent(program.setting("THRIFT_PORT"), String.valueOf(taken.getLocalPort()));
            }
            settings.putIfAbsent(program.setting("ADMIN_PORT"), String.valueOf(takenToo.getLocalPort()));
            try (RunningProgram refused = RunningProgram.start(program, settings, folder)) {
                int code = refused.exit(LIMIT);
                assertThat(code).as(refused::tail).isEqualTo(EX_CONFIG);
                assertThat(refused.lines())
                        .noneMatch(line -> line.path("message").asText().equals("ready"));
                return refused.errorLines();
            }
        }
    }

    private Map<String, String> good(Built program) {
        Map<String, String> settings = new HashMap<>();
        settings.put(
                program.setting("CERTIFICATES"), TestCertificates.directory().toString());
        settings.put(program.setting("POLICY"), TestPolicy.file().toString());
        if (program == Built.TOKEN) {
            settings.put(program.setting("SIGNING_KEYS"), folder.resolve("keys").toString());
            settings.put(
                    program.setting("CLIENT_SECRETS"),
                    TestCertificates.directory().resolve("clients.sha256").toString());
        } else if (program != Built.GATEWAY) {
            settings.put(
                    program.setting("DATABASE"),
                    folder.resolve(program.label() + ".db").toString());
        }
        return settings;
    }

    private Path copyOfCertificates() throws IOException {
        Path source = TestCertificates.directory();
        Path copy = folder.resolve("certificates");
        try (var files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, copy.resolve(source.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return copy;
    }

    private static void replace(Path with, Path file) throws IOException {
        Files.copy(with, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
