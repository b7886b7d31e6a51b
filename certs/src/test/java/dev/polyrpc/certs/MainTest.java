package dev.polyrpc.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
    private static final Instant START = Instant.parse("2030-01-02T03:04:05Z");
    private static final Duration HALF_LIFE = LeafRequest.LIFETIME.dividedBy(2);

    @TempDir
    private Path root;

    @Test
    void make_emptyFolder_makesEachFile() throws IOException {
        assertThat(run("make", START)).isZero();
        Set<String> expected =
                new TreeSet<>(Set.of("out/ca.pem", "out/clients.sha256", "ca/current.pem", "ca/lock", "ca/renew-at"));
        for (String name : "product-mgmt return gateway token edge alice bob warehouse auditor".split(" ", -1)) {
            expected.add("out/" + name + ".pem");
            expected.add("out/" + name + "-key.pem");
        }
        for (String name : "alice bob warehouse auditor".split(" ", -1)) {
            expected.add("out/" + name + ".secret");
        }
        for (String name : "expired not-yet-valid rogue other-domain two-ids no-id no-client-auth".split(" ", -1)) {
            expected.add("out/bad/" + name + ".pem");
            expected.add("out/bad/" + name + "-key.pem");
        }
        assertThat(files().keySet()).isEqualTo(expected);
        assertThat(run("check", START)).isZero();
    }

    @Test
    void make_emptyFolder_keepsTheAuthoritysKeyForItsOwnerAlone() throws IOException {
        run("make", START);
        assertThat(mode("ca")).isEqualTo("rwx------");
        assertThat(mode("ca/current.pem")).isEqualTo("rw-------");
        assertThat(Files.readString(root.resolve("ca/current.pem"))).contains("PRIVATE KEY");
        assertThat(Files.readString(root.resolve("out/ca.pem"))).doesNotContain("PRIVATE KEY");
    }

    @Test
    void make_freshSet_keepsIt() throws IOException {
        run("make", START);
        Map<String, String> first = files();
        assertThat(run("make", START.plus(HALF_LIFE).minus(Duration.ofMinutes(10))))
                .isZero();
        assertThat(files()).isEqualTo(first);
    }

    @Test
    void make_inTheSecondHalfOfTheLeavesLives_renewsThemUnderTheSameAuthority() throws IOException {
        run("make", START);
        Map<String, String> first = files();
        Instant due = START.plus(HALF_LIFE).plus(Duration.ofMinutes(1));
        assertThat(run("make", due)).isZero();
        Map<String, String> second = files();
        assertThat(second.keySet()).isEqualTo(first.keySet());
        assertThat(changed(first, second))
                .contains("out/return.pem", "out/return-key.pem", "out/alice.pem", "out/bad/no-id.pem", "ca/renew-at")
                .doesNotContain("out/ca.pem", "ca/current.pem", "out/alice.secret", "out/clients.sha256");
        assertThat(run("check", due.plus(HALF_LIFE))).isZero();
    }

    @Test
    void renewAt_isWhenTheFirstLeafIsDue() throws IOException {
        run("make", START);
        Instant due = Instant.ofEpochSecond(
                Long.parseLong(Files.readString(root.resolve("ca/renew-at")).strip()));
        assertThat(due).isBetween(START.plus(HALF_LIFE).minus(Duration.ofMinutes(5)), START.plus(HALF_LIFE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"return.pem", "return-key.pem", "bad/rogue.pem"})
    void make_aFileMissing_renewsThatAlone(String file) throws IOException {
        run("make", START);
        Map<String, String> first = files();
        Files.delete(root.resolve("out").resolve(file));
        assertThat(run("check", START)).isOne();
        assertThat(run("renew-due", START)).isZero();
        assertThat(run("check", START)).isZero();
        assertThat(changed(first, files())).doesNotContain("out/ca.pem", "out/token.pem");
    }

    @Test
    void make_aTornKey_renewsThatLeaf() throws IOException {
        run("make", START);
        Path key = root.resolve("out/return-key.pem");
        Files.writeString(key, Files.readString(key).substring(0, 100));
        assertThat(run("check", START)).isOne();
        run("make", START);
        assertThat(run("check", START)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "out/ca.pem, ca.pem is missing",
        "out/alice.secret, secret is missing",
        "out/clients.sha256, clients.sha256",
        "ca/current.pem, is kept in certs/ca"
    })
    void make_whatCannotBeRenewedMissing_saysSoAndMakesAllAnew(String file, String obstacle) throws IOException {
        run("make", START);
        Map<String, String> first = files();
        Files.delete(root.resolve(file));
        assertThat(run("renew-due", START)).isOne();
        assertThat(CertificateSet.open(root, Clock.fixed(START, ZoneOffset.UTC)).obstacle())
                .contains(obstacle);
        assertThat(run("make", START)).isZero();
        assertThat(changed(first, files())).contains("out/ca.pem", "out/token.pem", "ca/current.pem");
    }

    @Test
    void make_anAuthorityNearItsEnd_makesAllAnew() throws IOException {
        run("make", START);
        Map<String, String> first = files();
        Instant end = START.plus(Duration.ofDays(365));
        run("make", end.minus(Duration.ofHours(18)));
        assertThat(changed(first, files())).contains("out/return.pem").doesNotContain("out/ca.pem");
        run("make", end.minus(Duration.ofHours(6)));
        assertThat(changed(first, files())).contains("out/ca.pem");
    }

    @Test
    void makeAnew_makesAllAnew() throws IOException {
        run("make", START);
        Map<String, String> first = files();
        assertThat(run("make-anew", START)).isZero();
        assertThat(files().keySet()).isEqualTo(first.keySet());
        assertThat(changed(first, files())).contains("out/ca.pem", "out/alice.secret", "ca/current.pem");
    }

    @Test
    void run_unknownVerb_isWrongUse() throws IOException {
        run("make", START);
        assertThat(run("renwe", START)).isEqualTo(2);
    }

    private int run(String verb, Instant now) throws IOException {
        return Main.run(verb, root, Clock.fixed(now, ZoneOffset.UTC));
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(file)));
    }

    private static List<String> changed(Map<String, String> before, Map<String, String> after) {
        return after.entrySet().stream()
                .filter(file -> !file.getValue().equals(before.get(file.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> texts = new HashMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
