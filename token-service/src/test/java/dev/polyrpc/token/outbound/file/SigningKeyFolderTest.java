package dev.polyrpc.token.outbound.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.token.domain.DatedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyFolderTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00.250Z");

    @TempDir
    Path above;

    @Test
    void readOrMake_none_makesOneForItsOwnerAlone() throws Exception {
        SigningKeyFolder folder = SigningKeyFolder.open(above.resolve("run/keys"), Profile.PRODUCTION);

        DatedKey made = folder.readOrMake(NOW).get(0);

        assertThat(made.name()).isEqualTo("20260501T120000250Z.pem");
        assertThat(made.made()).isEqualTo(NOW);
        assertThat(permissions(folder.path().resolve(made.name()))).isEqualTo("rw-------");
        assertThat(permissions(folder.path())).isEqualTo("rwx------");
        assertThat(folder.readOrMake(NOW.plusSeconds(1))).containsExactly(made);
        assertThat(names(folder)).containsExactly(made.name());
    }

    @Test
    void readOrMake_manyAtOnce_allHaveTheSameKey() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<List<DatedKey>>> openers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Instant now = NOW.plusMillis(i);
                openers.add(() -> SigningKeyFolder.open(above.resolve("keys"), Profile.DEVELOPMENT)
                        .readOrMake(now));
            }
            List<List<DatedKey>> found = new ArrayList<>();
            for (Future<List<DatedKey>> opened : pool.invokeAll(openers)) {
                found.add(opened.get());
            }
            assertThat(found).allSatisfy(keys -> assertThat(keys).hasSize(1).isEqualTo(found.get(0)));
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void readOrMake_diedInTheMiddle_goesOnWithItsKey() throws Exception {
        SigningKeyFolder folder = folder();
        DatedKey made = folder.readOrMake(NOW).get(0);
        Files.move(folder.path().resolve(made.name()), folder.path().resolve(".first"));

        assertThat(folder.readOrMake(NOW.plusSeconds(60))).containsExactly(made);
    }

    @Test
    void add_atTheSameMoment_isAnotherKeyOfALaterMoment() throws Exception {
        SigningKeyFolder folder = folder();
        DatedKey first = folder.add(NOW);
        DatedKey second = folder.add(NOW);

        assertThat(second.made()).isEqualTo(NOW.plusMillis(1));
        assertThat(folder.read()).containsExactly(first, second);
        assertThat(first.publicKey()).isNotEqualTo(second.publicKey());
    }

    @Test
    void read_readableByOthers_isRefusedInProduction() throws Exception { // CFG-2
        SigningKeyFolder folder = SigningKeyFolder.open(above.resolve("keys"), Profile.PRODUCTION);
        Path file = folder.path().resolve(folder.add(NOW).name());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(folder().read()).hasSize(1);
        assertThatThrownBy(folder::read).isInstanceOf(IOException.class).hasMessageContaining("expected: mode 0600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx---rwx"})
    void open_othersMayWriteInIt_isRefusedInProduction(String permissions) throws Exception { // CFG-5
        Path folder = Files.createDirectory(above.resolve("keys"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));

        assertThat(folder().read()).isEmpty();
        assertThatThrownBy(() -> SigningKeyFolder.open(folder, Profile.PRODUCTION))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: mode 0700");
    }

    @Test
    void read_tornAnywhere_isRefusedAndKept() throws Exception { // CFG-2, STS-15
        SigningKeyFolder folder = folder();
        Path file = folder.path().resolve(folder.add(NOW).name());
        String whole = Files.readString(file);
        for (int length = 0; length < whole.strip().length(); length += 7) {
            String torn = whole.substring(0, length);
            Files.writeString(file, torn);

            assertThatThrownBy(folder::read).isInstanceOf(IOException.class).hasMessageStartingWith(file + ": ");
            assertThat(file).hasContent(torn);
        }
        Files.writeString(file, whole + whole);
        assertThatThrownBy(folder::read).hasMessageContaining("expected: one EC PRIVATE KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key.pem", "20260501T120000250Z", "20261301T120000250Z.pem", "20260501T1200Z.pem", "x"})
    void read_foreignName_isRefused(String name) throws Exception { // STS-15
        SigningKeyFolder folder = folder();
        DatedKey good = folder.add(NOW);
        Files.copy(folder.path().resolve(good.name()), folder.path().resolve(name));

        assertThatThrownBy(folder::read).hasMessageContaining(name).hasMessageContaining("foreign");
    }

    @Test
    void read_sameKeyTwiceOrOfAnotherKind_namesBoth() throws Exception { // STS-15
        SigningKeyFolder folder = folder();
        DatedKey good = folder.add(NOW);
        Path twin = folder.path().resolve("20270101T000000000Z.pem");
        Files.copy(folder.path().resolve(good.name()), twin);
        Path rsa = folder.path().resolve("20280101T000000000Z.pem");
        Files.writeString(
                rsa,
                "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                        .formatted(Base64.getMimeEncoder()
                                .encodeToString(KeyPairGenerator.getInstance("RSA")
                                        .generateKeyPair()
                                        .getPrivate()
                                        .getEncoded())));

        assertThatThrownBy(folder::read)
                .hasMessageContaining(twin + ": the same key")
                .hasMessageContaining(rsa + ": ");
    }

    private SigningKeyFolder folder() throws IOException {
        return SigningKeyFolder.open(above.resolve("keys"), Profile.DEVELOPMENT);
    }

    private static List<String> names(SigningKeyFolder folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.path())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
