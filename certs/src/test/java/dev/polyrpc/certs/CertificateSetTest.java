package dev.polyrpc.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateSetTest {
    private static final int URI_NAME = 6;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void make() throws IOException {
        CertificateSet.write(directory, Instant.now());
    }

    @Test
    void leaf_ofAProcess_hasOneIdAndNamesOfThisMachine() throws Exception {
        X509Certificate leaf = certificate("product-mgmt");
        assertThat(leaf.getSubjectAlternativeNames().stream().map(name -> String.valueOf(name.get(1))))
                .containsExactly("spiffe://polyrpc.test/product-mgmt", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(leaf.getExtendedKeyUsage()).hasSize(2);
        assertThat(leaf.getPublicKey().getAlgorithm()).isEqualTo("EC");
        leaf.verify(certificate("ca").getPublicKey());
        leaf.checkValidity();
    }

    @Test
    void leaf_ofADevClient_isNoServer() throws Exception {
        assertThat(certificate("alice").getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    }

    @Test
    void bad_each_differsInTheThingItIsNamedFor() throws Exception {
        assertThat(certificate("bad/expired").getNotAfter()).isInThePast();
        assertThat(certificate("bad/not-yet-valid").getNotBefore()).isInTheFuture();
        assertThat(certificate("bad/rogue").getIssuerX500Principal())
                .isNotEqualTo(certificate("ca").getSubjectX500Principal());
        assertThat(ids("bad/rogue")).containsExactly("spiffe://polyrpc.test/warehouse");
        assertThat(ids("bad/other-domain")).containsExactly("spiffe://other.test/warehouse");
        assertThat(ids("bad/two-ids")).hasSize(2);
        assertThat(ids("bad/no-id")).isEmpty();
        assertThat(certificate("bad/no-client-auth").getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    void privateFiles_all_areTheirOwnersAlone() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> secret = files.filter(file -> file.toString().matches(".*(-key\\.pem|\\.secret)"))
                    .toList();
            assertThat(secret).hasSize(Members.ALL.size() + Members.DEV_CLIENTS.size() + Members.BAD.size());
            for (Path file : secret) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void digests_ofSecrets_areListed() throws Exception {
        String secret = Files.readString(directory.resolve("bob.secret"));
        assertThat(secret).matches("[A-Za-z0-9_-]{43}");
        assertThat(Files.readAllLines(directory.resolve("clients.sha256")))
                .hasSize(4)
                .contains(sha256(secret) + "  bob");
    }

    private static String sha256(String text) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest);
    }

    private static List<Object> ids(String name) throws IOException, GeneralSecurityException {
        return certificate(name).getSubjectAlternativeNames().stream()
                .filter(entry -> entry.get(0).equals(URI_NAME))
                .<Object>map(entry -> entry.get(1))
                .toList();
    }

    private static X509Certificate certificate(String name) throws IOException, GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(directory.resolve(name + ".pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
