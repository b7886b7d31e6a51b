package dev.polyrpc.systemtest;

import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Rotates what a running landscape shows and trusts, each step once all processes have taken up the one before. */
final class Rotation {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Landscape landscape;
    private final CertificateSet set;
    private final TlsIdentity probe;

    /** The probe's handshakes see what is on the wire; it follows the set's files too. */
    Rotation(Landscape landscape, CertificateSet set, TlsIdentity probe) {
        this.landscape = landscape;
        this.set = set;
        this.probe = probe;
    }

    /** New leaves by the same authority. */
    void certificates() throws IOException {
        long begin = System.nanoTime();
        set.renew();
        awaitLeaves("new leaves", begin);
    }

    /** Old authority, both, the new one alone. */
    void authority() throws IOException {
        trustBothAuthorities();
        moveToNewAuthority();
        trustNewAuthorityAlone();
    }

    void trustBothAuthorities() throws IOException {
        long begin = System.nanoTime();
        set.addAuthority();
        awaitAuthorities("both authorities are trusted", begin);
    }

    void moveToNewAuthority() throws IOException {
        long begin = System.nanoTime();
        set.moveToNewAuthority();
        awaitLeaves("leaves by the new authority", begin);
    }

    void trustNewAuthorityAlone() throws IOException {
        long begin = System.nanoTime();
        set.removeOldAuthority();
        awaitAuthorities("the new authority alone is trusted", begin);
    }

    /** Writes half a key for one process, and for each other the key of the one before; waits until each has refused it. */
    void tearPairs() throws IOException {
        Map<Built, Long> before = new EnumMap<>(Built.class);
        String other = "torn";
        for (Built program : Built.values()) {
            before.put(program, refused(program));
            Path key = set.directory().resolve(program.label() + "-key.pem");
            String own = Files.readString(key);
            Files.writeString(key, other.equals("torn") ? own.substring(0, own.length() / 2) : other);
            other = own;
        }
        for (Built program : Built.values()) {
            Eventually.seldom(
                    program.label() + " refuses the pair", LIMIT, () -> refused(program) > before.get(program));
        }
    }

    private long refused(Built program) {
        return Metrics.of(landscape, program).sum("polyrpc_tls_reloads_total", ".*outcome=\"refused\".*");
    }

    /** Waits until each server's handshake shows the leaf of the files, and its metrics say so. */
    private void awaitLeaves(String what, long begin) {
        Map<Built, Duration> seen = new EnumMap<>(Built.class);
        Eventually.until(what, LIMIT, () -> {
            for (Built program : Built.values()) {
                if (!seen.containsKey(program) && shows(program)) {
                    seen.put(program, Duration.ofNanos(System.nanoTime() - begin));
                }
            }
            return seen.size() == Built.values().length;
        });
        System.out.printf("Rotation: %s on the wire after (ms) ", what);
        seen.forEach((program, time) -> System.out.printf("%s %d ", program.label(), time.toMillis()));
        System.out.println();
    }

    private boolean shows(Built program) {
        BigInteger serial = set.leaf(program.label()).getSerialNumber();
        return ServerLeaf.serial(probe, program, landscape.port(program)).equals(serial)
                && Metrics.of(landscape, program)
                        .values("polyrpc_tls_leaf", "serial", ".*")
                        .equals(Set.of(serial.toString(16)));
    }

    private void awaitAuthorities(String what, long begin) {
        Set<String> expected = set.authorities().stream().map(Rotation::sha256).collect(Collectors.toSet());
        for (Built program : Built.values()) {
            Eventually.until(
                    program.label() + " trusts the authorities of its file",
                    LIMIT,
                    () -> Metrics.of(landscape, program)
                            .values("polyrpc_tls_authority", "sha256", ".*")
                            .equals(expected));
        }
        System.out.printf(
                "Rotation: %s everywhere after %d ms%n",
                what, Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }

    /** Makes a new signing key, which the token service publishes at once and signs with after a while; answers its id. */
    static String signingKey(Landscape landscape) {
        String said = SigningKeyCommand.run(landscape.folder().resolve("token-signing-keys"));
        return said.substring(said.lastIndexOf(' ') + 1);
    }

    /** Waits until the token service signs with that key. */
    void awaitSigningKey(String id) {
        Metrics metrics = Metrics.of(landscape, Built.TOKEN);
        Eventually.seldom(
                "the token service signs with " + id,
                LIMIT.multipliedBy(2),
                () -> metrics.values("polyrpc_token_signing_key", "kid", ".*state=\"signs\".*")
                        .equals(Set.of(id)));
    }

    private static String sha256(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
