package dev.polyrpc.certs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that polyrpc's processes, dev clients and tests show each other: an authority, a leaf for each, secrets of
 * the dev clients, and leaves that must be refused.
 */
public final class CertificateSet {
    static final List<String> PROCESSES = List.of("product-mgmt", "return", "gateway", "token");
    static final List<String> DEV_CLIENTS = List.of("alice", "bob", "warehouse", "auditor");
    static final List<String> BAD =
            List.of("expired", "not-yet-valid", "rogue", "other-domain", "two-ids", "no-id", "no-client-auth");

    private static final int SECRET_BYTES = 32;
    private static final Duration DAY = Duration.ofDays(1);

    private final Authority authority;
    private final Instant now;

    private CertificateSet(Authority authority, Instant now) {
        this.authority = authority;
        this.now = now;
    }

    /** Writes a new set into an empty folder. */
    public static void write(Path directory, Instant now) throws IOException {
        CertificateSet set = new CertificateSet(Authority.create("polyrpc.test", now), now);
        set.writeGood(new Folder(directory));
        set.writeBad(new Folder(directory.resolve("bad")));
    }

    /** Makes the set beside the old one first, so that whoever stops this in between keeps the old one whole. */
    static void replace(Path directory, Instant now) throws IOException {
        Files.createDirectories(directory.resolve("bad"));
        Path fresh = Files.createTempDirectory(directory, "new-");
        write(fresh, now);
        try (Stream<Path> files = Files.walk(fresh)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = directory.resolve(fresh.relativize(file));
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.delete(fresh.resolve("bad"));
        Files.delete(fresh);
    }

    private void writeGood(Folder folder) throws IOException {
        folder.writeCertificate("ca", authority.root());
        for (String name : PROCESSES) {
            folder.write(name, authority.issue(LeafRequest.of(name, now)));
        }
        StringBuilder digests = new StringBuilder();
        for (String name : DEV_CLIENTS) {
            folder.write(name, authority.issue(LeafRequest.of(name, now).clientOnly()));
            String secret = newSecret();
            folder.writePrivate(name + ".secret", secret);
            digests.append(sha256(secret)).append("  ").append(name).append('\n');
        }
        folder.writePublic("clients.sha256", digests.toString());
    }

    private void writeBad(Folder folder) throws IOException {
        Map<String, Leaf> bad = new LinkedHashMap<>();
        // each is what a client with every right would show, but for the one thing that its name says
        LeafRequest good = LeafRequest.of("warehouse", now);
        bad.put("expired", authority.issue(good.valid(now.minus(DAY.multipliedBy(2)), now.minus(DAY))));
        bad.put("not-yet-valid", authority.issue(good.valid(now.plus(DAY), now.plus(DAY.multipliedBy(2)))));
        bad.put("rogue", Authority.create("rogue.test", now).issue(good));
        bad.put("other-domain", authority.issue(good.withIds("spiffe://other.test/warehouse")));
        bad.put("two-ids", authority.issue(good.withIds(LeafRequest.id("warehouse"), LeafRequest.id("auditor"))));
        bad.put("no-id", authority.issue(good.withIds()));
        bad.put("no-client-auth", authority.issue(good.serverOnly()));
        for (Map.Entry<String, Leaf> leaf : bad.entrySet()) {
            folder.write(leaf.getKey(), leaf.getValue());
        }
    }

    static String sha256(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
