package dev.polyrpc.kit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsIdentityTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void makeCertificates() throws IOException {
        CertificateSet.write(directory, Instant.now());
    }

    @Test
    void load_goodFiles_isThatProcess() {
        TlsIdentity identity = TlsIdentity.load(directory, "return", Profile.PRODUCTION);
        assertThat(identity.leaf().getSubjectX500Principal().getName()).isEqualTo("CN=return");
    }

    @Test
    void load_keyOfAnother_isRefused() throws IOException { // CFG-2
        replace("gateway-key.pem", "return-key.pem");
        assertRefused("return-key.pem: does not fit its certificate");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 100, 500})
    void load_truncatedCertificate_isRefused(int length) throws IOException { // CFG-2
        truncate("return.pem", length);
        assertRefused("return.pem: ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 100, 200})
    void load_truncatedKey_isRefused(int length) throws IOException { // CFG-2
        truncate("return-key.pem", length);
        assertRefused("return-key.pem: torn, or not a private key in PEM form (PKCS #8)");
    }

    @Test
    void load_truncatedAuthority_isRefused() throws IOException { // CFG-2
        truncate("ca.pem", 300);
        assertRefused("ca.pem: torn, or not a certificate in PEM form");
    }

    @Test
    void load_expiredLeaf_isRefused() throws IOException { // CFG-2
        replace("bad/expired.pem", "return.pem");
        replace("bad/expired-key.pem", "return-key.pem");
        assertRefused("return.pem: expired on ");
    }

    @Test
    void load_leafOfTomorrow_isRefused() throws IOException { // CFG-2
        replace("bad/not-yet-valid.pem", "return.pem");
        replace("bad/not-yet-valid-key.pem", "return-key.pem");
        assertRefused("return.pem: not valid before ");
    }

    @Test
    void load_leafOfAnotherAuthority_isRefused() throws IOException { // CFG-2
        replace("bad/rogue.pem", "return.pem");
        replace("bad/rogue-key.pem", "return-key.pem");
        assertRefused("return.pem: not signed by the authority in ca.pem");
    }

    @Test
    void load_noFile_saysWhatMakesIt() throws IOException { // CFG-2
        Files.delete(directory.resolve("return.pem"));
        assertRefused("return.pem: no such file (certs/make makes it)");
    }

    @Test
    void load_severalFaults_namesAll() throws IOException { // CFG-2
        truncate("ca.pem", 0);
        replace("bad/expired.pem", "return.pem");
        assertThatThrownBy(() -> TlsIdentity.load(directory, "return"))
                .hasMessageContaining("ca.pem: holds no certificate")
                .hasMessageContaining("return.pem: expired on ")
                .hasMessageContaining("return-key.pem: does not fit its certificate");
    }

    @Test
    void load_keyThatOthersMayRead_isRefusedInProduction() throws IOException {
        Files.setPosixFilePermissions(
                directory.resolve("return-key.pem"), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(TlsIdentity.load(directory, "return", Profile.DEMO)).isNotNull();
        assertThatThrownBy(() -> TlsIdentity.load(directory, "return", Profile.PRODUCTION))
                .hasMessageEndingWith("return-key.pem: readable by others (expected: mode 0600)");
    }

    private void assertRefused(String expected) {
        Settings settings = Settings.of("POLYRPC_RETURN_", Map.of());
        settings.check("CERTIFICATES", () -> TlsIdentity.load(directory, "return"));
        assertThatThrownBy(settings::done)
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("POLYRPC_RETURN_CERTIFICATES: " + directory + "/" + expected);
    }

    private void replace(String from, String to) throws IOException {
        Files.copy(directory.resolve(from), directory.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    private void truncate(String file, int length) throws IOException {
        String text = Files.readString(directory.resolve(file));
        Files.writeString(directory.resolve(file), text.substring(0, length));
    }
}
