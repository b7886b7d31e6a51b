package dev.polyrpc.kit.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.certs.Authority;
import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.certs.Folder;
import dev.polyrpc.certs.LeafRequest;
import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class TlsReloadTest {
    private static final List<String> FILES = List.of("ca.pem", "return.pem", "return-key.pem");

    @TempDir
    private Path root;

    private final Telemetry telemetry = Telemetry.start("test");
    private CertificateSet set;
    private TlsIdentity identity;
    private TlsReload reload;

    @BeforeEach
    void follow() throws IOException {
        set = CertificateSet.create(root.resolve("used"));
        identity = TlsIdentity.load(set.directory(), "return");
        reload = identity.follow(telemetry);
    }

    @AfterEach
    void close() {
        reload.close();
        telemetry.close();
    }

    @Test
    void renewedLeaf_isTakenUpByItself() throws IOException {
        String before = identity.credential().thumbprint();
        AtomicInteger changes = new AtomicInteger();
        Runnable end = identity.onChange(changes::incrementAndGet);
        X509Certificate renewed = renew("return");
        await(() -> identity.leaf().equals(renewed));
        assertFits(identity.credential());
        await(() -> changes.get() == 1);
        end.run();
        assertThat(identity.credential(before)).isPresent();
        assertThat(identity.credential("unknown")).isEmpty();
    }

    @Test
    void listenerThatFails_keepsNothingElseFromHappening() throws IOException {
        AtomicInteger changes = new AtomicInteger();
        Runnable unused = identity.onChange(() -> {
            throw new IllegalStateException("a listener's fault");
        });
        Runnable unusedToo = identity.onChange(changes::incrementAndGet);
        renew("return");
        reload.reload();
        assertThat(changes).hasPositiveValue();
        assertThat(telemetry.scrape()).containsPattern("polyrpc_tls_reloads_total\\{.*outcome=\"taken\".*} [1-9]");
    }

    @Test
    void metrics_sayWhatIsShownAndTrusted() throws IOException {
        X509Certificate renewed = renew("return");
        await(() -> identity.leaf().equals(renewed));
        String serial = renewed.getSerialNumber().toString(16);
        assertThat(telemetry.scrape())
                .containsPattern("polyrpc_tls_leaf\\{.*serial=\"" + serial + "\".*thumbprint=\""
                        + Thumbprint.of(renewed) + "\".*} 1")
                .containsOnlyOnce("polyrpc_tls_leaf{")
                .containsOnlyOnce("polyrpc_tls_authority{")
                .containsPattern("polyrpc_tls_leaf_expiry_seconds [0-9.E]+")
                .containsPattern("polyrpc_tls_authority_expiry_seconds [0-9.E]+")
                .containsPattern("polyrpc_tls_reloads_total\\{.*outcome=\"taken\".*} 1")
                .containsPattern("polyrpc_tls_reloads_total\\{.*outcome=\"refused\".*} 0");
    }

    /** TLS-14: whatever the order and wherever the writing stands, it is the old pair or the new one. */
    @ParameterizedTest
    @MethodSource("orders")
    void filesWrittenInPlace_inAnyOrder_areTheOldPairOrTheNew(List<String> order) throws Exception { // TLS-14
        for (String other : List.of("renewed", "of another authority")) {
            CertificateSet next = next(other);
            X509Certificate before = identity.leaf();
            X509Certificate after = next.leaf("return");
            for (String file : order) {
                byte[] text = Files.readAllBytes(next.directory().resolve(file));
                for (int length : lengths(text)) {
                    Files.write(set.directory().resolve(file), Arrays.copyOf(text, length));
                    reload.reload();
                    assertThat(identity.leaf()).isIn(before, after);
                    assertFits(identity.credential());
                    assertThat(identity.trusts(new X509Certificate[] {identity.leaf()}))
                            .isTrue();
                }
            }
            assertThat(identity.leaf()).isEqualTo(after);
        }
    }

    static Stream<List<String>> orders() {
        return FILES.stream()
                .flatMap(first -> FILES.stream()
                        .filter(second -> !second.equals(first))
                        .map(second -> List.of(
                                first,
                                second,
                                FILES.stream()
                                        .filter(third -> !third.equals(first) && !third.equals(second))
                                        .findFirst()
                                        .orElseThrow())));
    }

    @Test
    void keyOfAnotherLeaf_keepsTheLastGoodPair() throws IOException { // TLS-14
        Credential good = identity.credential();
        copy("gateway-key.pem", "return-key.pem");
        reload.reload();
        reload.reload();
        assertThat(identity.credential()).isEqualTo(good);
        assertThat(telemetry.scrape()).containsPattern("polyrpc_tls_reloads_total\\{.*outcome=\"refused\".*} 1");
        copy("gateway.pem", "return.pem");
        reload.reload();
        assertThat(identity.leaf().getSubjectX500Principal().getName()).isEqualTo("CN=gateway");
    }

    @Test
    void leafOfAnUnknownAuthority_keepsTheLastGoodPair() throws IOException { // TLS-14
        Credential good = identity.credential();
        copy("bad/rogue.pem", "return.pem");
        copy("bad/rogue-key.pem", "return-key.pem");
        reload.reload();
        assertThat(identity.credential()).isEqualTo(good);
    }

    @Test
    void authorityThatDidNotSignOurLeaf_keepsTheLastGoodOne() throws IOException { // TLS-14
        CertificateSet other = CertificateSet.create(root.resolve("other"));
        Files.copy(
                other.directory().resolve("ca.pem"),
                set.directory().resolve("ca.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        reload.reload();
        assertThat(identity.trusts(new X509Certificate[] {set.leaf("gateway")})).isTrue();
        assertThat(identity.trusts(new X509Certificate[] {other.leaf("gateway")}))
                .isFalse();
    }

    @Test
    void keyThatOthersMayRead_isNotTakenUpInProduction() throws IOException { // TLS-14
        TlsIdentity strict = TlsIdentity.load(set.directory(), "gateway", Profile.PRODUCTION);
        try (TlsReload strictReload = strict.follow(telemetry)) {
            Credential good = strict.credential();
            Path key = set.directory().resolve("gateway-key.pem");
            copy("return.pem", "gateway.pem");
            copy("return-key.pem", "gateway-key.pem");
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
            strictReload.reload();
            assertThat(strict.credential()).isEqualTo(good);
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            await(() -> !strict.credential().equals(good));
        }
    }

    /** No file changes when the time comes. */
    @Test
    void leafThatIsNotValidYet_isTakenUpOnceItIs() throws IOException {
        Authority authority = Authority.create("polyrpc.test", Instant.now());
        Instant soon = Instant.now().plusSeconds(3);
        Folder folder = new Folder(set.directory());
        folder.writeCertificate("ca", authority.root());
        folder.write("return", authority.issue(LeafRequest.of("return", soon).valid(soon, soon.plusSeconds(60))));
        reload.reload();
        assertThat(identity.leaf().getNotBefore().toInstant()).isBefore(Instant.now());
        await(() -> identity.leaf().getNotAfter().toInstant().isBefore(soon.plusSeconds(61)));
        assertThat(identity.isValid()).isTrue();
    }

    @Test
    void authorities_comeAndGo() throws IOException {
        X509Certificate[] old = {set.leaf("gateway")};
        set.addAuthority();
        set.moveToNewAuthority();
        X509Certificate[] moved = {set.leaf("gateway")};
        await(() -> identity.trusts(moved));
        assertThat(identity.trusts(old)).isTrue();
        assertThat(identity.trustsServer(moved)).isTrue();
        set.removeOldAuthority();
        await(() -> !identity.trusts(old));
        assertThat(identity.trusts(moved)).isTrue();
    }

    @Test
    void onlyFourCredentials_areKept() throws IOException {
        String first = identity.credential().thumbprint();
        for (int renewal = 0; renewal < 3; renewal++) {
            set.renew("return");
            reload.reload();
        }
        assertThat(identity.credential(first)).isPresent();
        set.renew("return");
        reload.reload();
        assertThat(identity.credential(first)).isEmpty();
    }

    @Test
    void littleTimeLeft_isSaid() {
        assertThat(identity.warning()).isEmpty();
        TlsExpiry late = TlsExpiry.of(identity.state(), Instant.now().plus(Duration.ofHours(17)));
        assertThat(late.warning()).startsWith("certificate expires on ");
        assertThat(late.valid()).isTrue();
        TlsExpiry after = TlsExpiry.of(identity.state(), Instant.now().plus(Duration.ofHours(25)));
        assertThat(after.warning()).startsWith("certificate expired on ");
        assertThat(after.valid()).isFalse();
    }

    /** What is written over the files in use: a leaf of the same authority, or all of another. */
    private CertificateSet next(String what) throws IOException {
        if (!what.equals("renewed")) {
            return CertificateSet.create(root.resolve("other"));
        }
        CertificateSet same = CertificateSet.create(root.resolve("same"));
        for (String file : FILES) {
            Files.copy(
                    same.directory().resolve(file), set.directory().resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        reload.reload();
        same.renew("return");
        return same;
    }

    private X509Certificate renew(String name) throws IOException {
        set.renew(name);
        return set.leaf(name);
    }

    private static int[] lengths(byte[] text) {
        // nothing, in the first line, after it, in the middle, in the last line, without the last line break, all
        return new int[] {0, 10, 28, text.length / 2, text.length - 12, text.length - 1, text.length};
    }

    private void copy(String from, String to) throws IOException {
        Path copy = root.resolve("copy");
        Files.copy(set.directory().resolve(from), copy, StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, set.directory().resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void assertFits(Credential credential) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(credential.key());
            byte[] proof = signature.sign();
            signature.initVerify(credential.leaf());
            assertThat(signature.verify(proof)).isTrue();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
