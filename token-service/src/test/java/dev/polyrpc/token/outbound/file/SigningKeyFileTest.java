package dev.polyrpc.token.outbound.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.settings.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyFileTest {
    @TempDir
    Path folder;

    @Test
    void open_absent_makesItForItsOwnerAlone() throws Exception {
        Path file = folder.resolve("run/key.pem");

        KeyPair made = SigningKeyFile.open(file, Profile.PRODUCTION);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKeyFile.open(file, Profile.PRODUCTION).getPublic()).isEqualTo(made.getPublic());
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void open_absentAndManyAtOnce_allHaveTheSameKey() throws Exception {
        Path file = folder.resolve("key.pem");
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<KeyPair>> openers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                openers.add(() -> SigningKeyFile.open(file, Profile.DEVELOPMENT));
            }
            List<KeyPair> pairs = new ArrayList<>();
            for (Future<KeyPair> opened : pool.invokeAll(openers)) {
                pairs.add(opened.get());
            }
            assertThat(pairs)
                    .extracting(KeyPair::getPublic)
                    .containsOnly(pairs.get(0).getPublic());
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void open_readableByOthers_isRefusedInProduction() throws Exception { // CFG-2
        Path file = folder.resolve("key.pem");
        SigningKeyFile.open(file, Profile.DEVELOPMENT);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(SigningKeyFile.open(file, Profile.DEMO)).isNotNull();
        assertThatThrownBy(() -> SigningKeyFile.open(file, Profile.PRODUCTION))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: mode 0600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no key",
                "-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\n",
                "-----BEGIN"
            })
    void open_torn_isRefused(String text) throws Exception { // CFG-2
        Path file = Files.writeString(folder.resolve("key.pem"), text);

        assertThatThrownBy(() -> SigningKeyFile.open(file, Profile.DEVELOPMENT)).isInstanceOf(IOException.class);
        assertThat(file).hasContent(text); // never replaced
    }
}
