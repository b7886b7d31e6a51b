package dev.polyrpc.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
    @TempDir
    private Path directory;

    @Test
    void main_emptyFolder_makesEachFile() throws IOException {
        Main.main(new String[] {directory.toString()});
        Set<String> expected = new TreeSet<>(Set.of("ca.pem", "clients.sha256"));
        for (String name : "product-mgmt return gateway token alice bob warehouse auditor".split(" ", -1)) {
            expected.add(name + ".pem");
            expected.add(name + "-key.pem");
        }
        for (String name : "alice bob warehouse auditor".split(" ", -1)) {
            expected.add(name + ".secret");
        }
        for (String name : "expired not-yet-valid rogue other-domain two-ids no-id no-client-auth".split(" ", -1)) {
            expected.add("bad/" + name + ".pem");
            expected.add("bad/" + name + "-key.pem");
        }
        assertThat(files()).isEqualTo(expected);
    }

    @Test
    void main_madeTwice_keepsTheFirst() throws IOException {
        Main.main(new String[] {directory.toString()});
        String first = Files.readString(directory.resolve("ca.pem"));
        Main.main(new String[] {directory.toString()});
        assertThat(directory.resolve("ca.pem")).hasContent(first.strip());
    }

    @Test
    void main_force_makesAnew() throws IOException {
        Main.main(new String[] {directory.toString()});
        String first = Files.readString(directory.resolve("ca.pem"));
        Set<String> files = files();
        Main.main(new String[] {"--force", directory.toString()});
        assertThat(Files.readString(directory.resolve("ca.pem"))).isNotEqualTo(first);
        assertThat(files()).isEqualTo(files);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ca.pem", "return.pem", "return-key.pem", "alice.secret", "clients.sha256", "bad/rogue.pem"})
    void isValid_aFileMissing_isFalse(String file) throws IOException {
        Instant now = Instant.now();
        CertificateSet.write(directory, now);
        assertThat(new ExistingSet(directory).isValid(now)).isTrue();
        Files.delete(directory.resolve(file));
        assertThat(new ExistingSet(directory).isValid(now)).isFalse();
    }

    @Test
    void isValid_aWeekBeforeItsEnd_isFalse() throws IOException {
        Instant now = Instant.now();
        CertificateSet.write(directory, now);
        Instant end = now.plus(LeafRequest.LIFETIME).minus(ExistingSet.RENEWAL);
        assertThat(new ExistingSet(directory).isValid(end.minus(Duration.ofMinutes(1))))
                .isTrue();
        assertThat(new ExistingSet(directory).isValid(end.plus(Duration.ofMinutes(1))))
                .isFalse();
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return new TreeSet<>(files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .toList());
        }
    }
}
