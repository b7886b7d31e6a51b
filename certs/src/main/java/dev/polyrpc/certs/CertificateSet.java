package dev.polyrpc.certs;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that polyrpc's processes, dev clients and tests show each other, in {@code out/}: the authorities, a leaf for
 * each, secrets of the dev clients, and leaves that must be refused; the authorities' keys lie apart, in {@code ca/}. An
 * authority takes the other's place in three steps, during which everyone trusts everyone: {@link #addAuthority},
 * {@link #moveToNewAuthority}, {@link #removeOldAuthority}. Each step does what is left to do, so it may be interrupted
 * and done again. For use by one thread.
 */
public final class CertificateSet {
    private static final int NAME_DIGITS = 8;

    private final Folder folder;
    private final AuthorityFolder authorities;
    private final Clock clock;

    private CertificateSet(Path directory, AuthorityFolder authorities, Clock clock) {
        this.folder = new Folder(directory);
        this.authorities = authorities;
        this.clock = clock;
    }

    /** The set under that folder, as far as it is there. */
    static CertificateSet open(Path root, Clock clock) {
        return new CertificateSet(root.resolve("out"), new AuthorityFolder(root.resolve("ca")), clock);
    }

    /** Makes a new set under an empty folder. */
    public static CertificateSet create(Path root) throws IOException {
        CertificateSet set = open(root, Clock.systemUTC());
        set.makeAnew();
        return set;
    }

    /** Writes a new set into an empty folder, and keeps no authority's key: nobody can add to it. */
    public static void write(Path directory, Instant now) throws IOException {
        write(new Folder(directory), newAuthority(now), now);
    }

    /** The folder that processes read. */
    public Path directory() {
        return folder.path();
    }

    /** The leaf of a name as it is now. */
    public X509Certificate leaf(String name) {
        return existing().leaf(name).orElseThrow(() -> new IllegalArgumentException(name + ": has no leaf"));
    }

    /** The authorities that are trusted now. */
    public List<X509Certificate> authorities() {
        return existing().authorities();
    }

    /** Makes all anew, the authority too: whoever runs with the old set is cut off. */
    void makeAnew() throws IOException {
        Instant now = clock.instant();
        Authority authority = newAuthority(now);
        authorities.forgetNext();
        authorities.writeCurrent(authority);
        write(folder, authority, now);
    }

    /**
     * Whether leaves can be made that everyone accepts: an authority that is trusted, whose key is there, and that does
     * not end before a leaf would be renewed.
     */
    boolean isRenewable() {
        List<X509Certificate> trusted = existing().authorities();
        Instant needed = clock.instant().plus(LeafRequest.LIFETIME.dividedBy(2));
        return existing().hasSecrets()
                && authorities.all().stream()
                        .map(authority -> authority.root().certificate())
                        .anyMatch(root -> trusted.contains(root)
                                && root.getNotAfter().toInstant().isAfter(needed));
    }

    /** What stands against a renewal, and in which file. */
    String obstacle() {
        if (existing().authorities().isEmpty()) {
            return "ca.pem is missing or torn";
        }
        return existing().hasSecrets()
                ? "no key of an authority in ca.pem, with half a day left, is kept in certs/ca"
                : "clients.sha256 or a client's secret is missing, or they do not fit";
    }

    /** Makes new leaves for those names, or for everyone, each signed by the authority of the one before. */
    public Map<String, X509Certificate> renew(String... names) throws IOException {
        List<String> renewed = names.length == 0 ? Members.ALL : List.of(names);
        Map<String, X509Certificate> leaves = new LinkedHashMap<>();
        for (String name : renewed) {
            Leaf leaf = Members.good(name, signerOf(name), clock.instant());
            folder.write(name, leaf);
            leaves.put(name, leaf.certificate());
        }
        if (names.length == 0) {
            writeBad(folder, signerOf("bad/no-id"), clock.instant());
        }
        return leaves;
    }

    /** Renews what is in the second half of its life, or is not good; answers the new leaves. */
    Map<String, X509Certificate> renewDue() throws IOException {
        Instant now = clock.instant();
        List<String> due = Members.ALL.stream()
                .filter(name -> !existing().isFresh(name, now))
                .toList();
        Map<String, X509Certificate> leaves = due.isEmpty() ? Map.of() : renew(due.toArray(String[]::new));
        if (!existing().badEndsAfter(now.plus(LeafRequest.LIFETIME.dividedBy(2)))) {
            writeBad(folder, signerOf("bad/no-id"), now);
        }
        return leaves;
    }

    /** Makes an authority that is trusted beside the one that signs. */
    public void addAuthority() throws IOException {
        if (authorities.next().isEmpty()) {
            authorities.writeNext(newAuthority(clock.instant()));
        }
        if (!existing().authorities().contains(next().root().certificate())) {
            trust(authorities.all());
        }
    }

    /** Makes new leaves, signed by the new authority, for all who do not have one yet; answers these. */
    public Map<String, X509Certificate> moveToNewAuthority() throws IOException {
        X509Certificate next = next().root().certificate();
        if (!existing().authorities().contains(next)) {
            throw new IllegalStateException("the new authority is not trusted yet");
        }
        Map<String, X509Certificate> moved = new LinkedHashMap<>();
        for (String name : Members.ALL) {
            if (!isSignedBy(next, name)) {
                Leaf leaf = Members.good(name, next(), clock.instant());
                folder.write(name, leaf);
                moved.put(name, leaf.certificate());
            }
        }
        if (!isSignedBy(next, "bad/no-id")) {
            writeBad(folder, next(), clock.instant());
        }
        return moved;
    }

    /** Trusts the new authority alone, and deletes the old one's key. */
    public void removeOldAuthority() throws IOException {
        X509Certificate next = next().root().certificate();
        if (!Members.ALL.stream().allMatch(name -> isSignedBy(next, name))) {
            throw new IllegalStateException("not all leaves are signed by the new authority yet");
        }
        trust(List.of(next()));
        authorities.promote();
    }

    ExistingSet existing() {
        return new ExistingSet(folder.path());
    }

    private boolean isSignedBy(X509Certificate authority, String name) {
        return existing()
                .leaf(name)
                .filter(leaf -> Authority.hasSigned(authority, leaf))
                .isPresent();
    }

    private Authority next() {
        return authorities.next().orElseThrow(() -> new IllegalStateException("there is no new authority"));
    }

    /** The authority that signed the leaf before, else the first that is trusted. */
    private Authority signerOf(String name) {
        List<X509Certificate> trusted = existing().authorities();
        List<Authority> able = authorities.all().stream()
                .filter(authority -> trusted.contains(authority.root().certificate()))
                .toList();
        return able.stream()
                .filter(authority -> isSignedBy(authority.root().certificate(), name))
                .findFirst()
                .or(() -> able.stream().findFirst())
                .orElseThrow(() -> new IllegalStateException("no authority that is trusted has its key here"));
    }

    private void trust(List<Authority> trusted) throws IOException {
        folder.writePublic("ca.pem", bundle(trusted));
    }

    private static void write(Folder folder, Authority authority, Instant now) throws IOException {
        folder.writePublic("ca.pem", bundle(List.of(authority)));
        for (String name : Members.ALL) {
            folder.write(name, Members.good(name, authority, now));
        }
        Secrets.write(folder);
        writeBad(folder, authority, now);
    }

    private static void writeBad(Folder folder, Authority authority, Instant now) throws IOException {
        Folder bad = new Folder(folder.path().resolve("bad"));
        for (Map.Entry<String, Leaf> leaf : Members.bad(authority, now).entrySet()) {
            bad.write(leaf.getKey(), leaf.getValue());
        }
    }

    private static String bundle(List<Authority> authorities) {
        return authorities.stream()
                .map(authority -> Pem.of(authority.root().certificate()))
                .collect(Collectors.joining());
    }

    /** Each has a name of its own: some clients look for a leaf's authority by name alone. */
    private static Authority newAuthority(Instant now) {
        String number = Authority.newSerial().toString(16);
        return Authority.create("polyrpc.test " + number.substring(0, NAME_DIGITS), now);
    }
}
