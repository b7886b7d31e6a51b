package dev.polyrpc.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The files of a set as they are: which are good, and for how long? */
record ExistingSet(Path directory) {
    /** Whether all files are there, belong together and are valid now. */
    boolean isValid(Instant now) {
        return Members.ALL.stream().allMatch(name -> isGood(name, now)) && hasSecrets() && badEndsAfter(now);
    }

    /** The authorities that are trusted; none where the file is not there or torn. */
    List<X509Certificate> authorities() {
        try {
            return Pem.certificates(directory.resolve("ca.pem"));
        } catch (IOException | GeneralSecurityException e) {
            return List.of();
        }
    }

    /** The certificate of a name; empty where there is none that can be read. */
    Optional<X509Certificate> leaf(String name) {
        try {
            return Optional.of(Pem.certificate(directory.resolve(name + ".pem")));
        } catch (IOException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Whether the leaf is valid at that time, trusted, and its key is its own. */
    boolean isGood(String name, Instant time) {
        return leaf(name)
                .filter(leaf -> leaf.getNotAfter().toInstant().isAfter(time)
                        && !leaf.getNotBefore().toInstant().isAfter(time)
                        && authorities().stream().anyMatch(authority -> Authority.hasSigned(authority, leaf))
                        && keyFits(name, leaf))
                .isPresent();
    }

    /** Whether the leaf is good, and not yet in the second half of its life. */
    boolean isFresh(String name, Instant now) {
        return isGood(name, now)
                && leaf(name).map(ExistingSet::halfLife).filter(now::isBefore).isPresent();
    }

    /** When the first good leaf comes into the second half of its life. */
    Instant renewal() {
        return Members.ALL.stream()
                .flatMap(name -> leaf(name).stream())
                .map(ExistingSet::halfLife)
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    boolean hasSecrets() {
        try {
            return Secrets.areWhole(directory);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the leaves that must be refused are there, and refused for what they are named for until that time. */
    boolean badEndsAfter(Instant time) {
        return Members.BAD.stream()
                        .allMatch(bad -> isThere("bad/" + bad + ".pem") && isThere("bad/" + bad + "-key.pem"))
                && isGood("bad/no-id", time);
    }

    private static Instant halfLife(X509Certificate leaf) {
        Instant from = leaf.getNotBefore().toInstant();
        return from.plus(Duration.between(from, leaf.getNotAfter().toInstant()).dividedBy(2));
    }

    private boolean keyFits(String name, X509Certificate leaf) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(Pem.key(directory.resolve(name + "-key.pem")));
            byte[] proof = signature.sign();
            signature.initVerify(leaf.getPublicKey());
            return signature.verify(proof);
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    private boolean isThere(String file) {
        return Files.isReadable(directory.resolve(file));
    }
}
