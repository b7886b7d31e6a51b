package dev.polyrpc.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NewAuthorityTest {
    @TempDir
    private Path root;

    private CertificateSet set;
    private X509Certificate old;

    @BeforeEach
    void make() throws IOException {
        set = CertificateSet.create(root);
        old = authorities().get(0);
    }

    @Test
    void threeSteps_putANewAuthorityInThePlaceOfTheOld() throws Exception {
        set.addAuthority();
        assertThat(authorities()).hasSize(2).contains(old);
        leaf("return").verify(old.getPublicKey());

        assertThat(set.moveToNewAuthority()).hasSize(Members.ALL.size());
        assertThat(authorities()).hasSize(2).contains(old);
        X509Certificate next = authorities().get(1);
        leaf("return").verify(next.getPublicKey());

        set.removeOldAuthority();
        assertThat(authorities()).containsExactly(next);
        assertThat(next.getSubjectX500Principal()).isNotEqualTo(old.getSubjectX500Principal());
        assertThat(set.existing().isValid(Instant.now())).isTrue();
        assertThat(root.resolve("ca/next.pem")).doesNotExist();
    }

    @Test
    void eachStep_doneTwice_changesNothingMore() throws IOException {
        set.addAuthority();
        List<X509Certificate> both = authorities();
        set.addAuthority();
        assertThat(authorities()).isEqualTo(both);
        set.moveToNewAuthority();
        X509Certificate leaf = leaf("return");
        assertThat(set.moveToNewAuthority()).isEmpty();
        set.addAuthority();
        assertThat(leaf("return")).isEqualTo(leaf);
        assertThat(authorities()).isEqualTo(both);
    }

    @Test
    void move_interruptedHalfway_goesOnWithTheRest() throws IOException {
        set.addAuthority();
        Path early = root.resolve("out/token.pem");
        String before = Files.readString(early);
        set.moveToNewAuthority();
        Files.writeString(early, before); // as if the move had ended before it
        assertThat(set.moveToNewAuthority()).containsOnlyKeys("token");
    }

    @Test
    void addAuthority_interruptedBeforeItWasTrusted_goesOnWithTheSameOne() throws IOException {
        String bundle = Files.readString(root.resolve("out/ca.pem"));
        set.addAuthority();
        List<X509Certificate> both = authorities();
        Files.writeString(root.resolve("out/ca.pem"), bundle);
        set.addAuthority();
        assertThat(authorities()).isEqualTo(both);
    }

    @Test
    void remove_interruptedBeforeTheKeyMoved_goesOn() throws IOException {
        set.addAuthority();
        set.moveToNewAuthority();
        byte[] next = Files.readAllBytes(root.resolve("ca/next.pem"));
        byte[] current = Files.readAllBytes(root.resolve("ca/current.pem"));
        set.removeOldAuthority();
        Files.write(root.resolve("ca/next.pem"), next);
        Files.write(root.resolve("ca/current.pem"), current);
        List<X509Certificate> trusted = authorities();
        set.addAuthority();
        set.moveToNewAuthority();
        set.removeOldAuthority();
        assertThat(authorities()).isEqualTo(trusted);
        assertThat(set.renew("return")).containsOnlyKeys("return");
    }

    @Test
    void renew_inMidRotation_keepsEachLeafsAuthority() throws Exception {
        set.addAuthority();
        set.renew("return");
        leaf("return").verify(old.getPublicKey());
        set.moveToNewAuthority();
        set.renew("return");
        leaf("return").verify(authorities().get(1).getPublicKey());
    }

    @Test
    void stepsOutOfOrder_areRefused() throws IOException {
        assertThatThrownBy(set::moveToNewAuthority).hasMessageContaining("there is no new authority");
        set.addAuthority();
        assertThatThrownBy(set::removeOldAuthority).hasMessageContaining("not all leaves");
        assertThat(authorities()).contains(old);
    }

    @Test
    void renew_keyOfTheAuthorityGone_isRefused() throws IOException {
        Files.delete(root.resolve("ca/current.pem"));
        CertificateSet keyless = CertificateSet.open(root, Clock.systemUTC());
        assertThat(keyless.isRenewable()).isFalse();
        assertThatThrownBy(() -> keyless.renew("return")).hasMessageContaining("has its key here");
    }

    private List<X509Certificate> authorities() {
        return set.existing().authorities();
    }

    private X509Certificate leaf(String name) {
        return set.existing().leaf(name).orElseThrow();
    }
}
