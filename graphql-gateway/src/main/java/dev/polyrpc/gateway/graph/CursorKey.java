package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.settings.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key that cursors are signed with; gateways that share it take each other's cursors. Safe for use by many threads. */
public final class CursorKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int FEWEST_BYTES = 32;
    private static final int MOST_BYTES = 1024;
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final SecretKeySpec key;

    private CursorKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** A key that nobody else has: what it signed is worth nothing once this process has ended. */
    public static CursorKey random() {
        byte[] key = new byte[FEWEST_BYTES];
        new SecureRandom().nextBytes(key);
        return new CursorKey(key);
    }

    /**
     * Reads a key, which is all that the file holds.
     *
     * @throws IllegalArgumentException when it is none, or in production may be read by others
     */
    public static CursorKey read(Path file, Profile profile) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw fault(file, "no such file");
        }
        if (profile == Profile.PRODUCTION && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
            throw fault(file, "readable by others (expected: mode 0600)");
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length < FEWEST_BYTES || key.length > MOST_BYTES) {
            throw fault(file, "%d bytes (expected: %d to %d)".formatted(key.length, FEWEST_BYTES, MOST_BYTES));
        }
        return new CursorKey(key);
    }

    Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static IllegalArgumentException fault(Path file, String what) {
        return new IllegalArgumentException(file + ": " + what);
    }
}
