package dev.polyrpc.token.outbound.file;

import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.token.domain.DatedKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder of the keys that tokens are signed with, one PEM file each, named by when it was made:
 * {@code 20260501T120000000Z.pem}. Files are only ever added and removed, and never seen half-written. Safe for use by many
 * threads and processes.
 */
public final class SigningKeyFolder {
    private static final String SUFFIX = ".pem";
    private static final String FIRST = ".first";
    private static final DateTimeFormatter MADE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSSX").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Profile profile;

    private SigningKeyFolder(Path folder, Profile profile) {
        this.folder = folder;
        this.profile = profile;
    }

    /** Opens the folder, which is made if it is not there; in production, one that others can write in, and files that they can read, are refused. */
    public static SigningKeyFolder open(Path folder, Profile profile) throws IOException {
        Path absolute = folder.toAbsolutePath();
        if (Files.notExists(absolute)) {
            Path above = absolute.getParent();
            if (above != null) {
                Files.createDirectories(above);
            }
            try {
                Files.createDirectory(
                        absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                // another process was first
            }
        }
        if (!Files.isDirectory(absolute) || !Files.isWritable(absolute)) {
            throw new IOException("%s: cannot be written (expected: a folder of our own)".formatted(absolute));
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(absolute);
        if (profile == Profile.PRODUCTION
                && (mode.contains(PosixFilePermission.GROUP_WRITE)
                        || mode.contains(PosixFilePermission.OTHERS_WRITE))) {
            throw new IOException(
                    "%s: others than its owner may write in it (expected: mode 0700)".formatted(absolute));
        }
        return new SigningKeyFolder(absolute, profile);
    }

    /** The folder. */
    public Path path() {
        return folder;
    }

    /**
     * All keys: the whole set or none of it.
     *
     * @throws IOException with a line for each file that is torn, foreign or there twice
     */
    public List<DatedKey> read() throws IOException {
        List<String> faults = new ArrayList<>();
        List<DatedKey> keys = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (Path file : files()) {
            try {
                DatedKey key = key(file);
                if (!seen.add(key.publicKey())) {
                    throw new IOException("%s: the same key as in another file".formatted(file));
                }
                keys.add(key);
            } catch (IOException e) {
                faults.add(e.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            throw new IOException(String.join("\n", faults));
        }
        return keys;
    }

    /** All keys, after making the first if there is none; of many that do so at once, one makes it for all. */
    public List<DatedKey> readOrMake(Instant now) throws IOException {
        if (files().isEmpty()) {
            place(folder.resolve(FIRST), now);
            if (files().isEmpty()) {
                nameFirst(); // ours, or that of another process, dead or alive
            }
            Files.deleteIfExists(folder.resolve(FIRST));
        }
        return read();
    }

    private void nameFirst() throws IOException {
        Path first = folder.resolve(FIRST);
        try {
            Instant made = Files.getLastModifiedTime(first).toInstant();
            link(folder.resolve(MADE.format(made) + SUFFIX), first);
        } catch (NoSuchFileException e) {
            // another process has named it
        }
    }

    /** Makes another key and answers its file's name; whoever watches the folder then publishes it. */
    public DatedKey add(Instant now) throws IOException {
        Instant made = now.truncatedTo(ChronoUnit.MILLIS);
        while (!place(folder.resolve(MADE.format(made) + SUFFIX), made)) {
            made = made.plusMillis(1);
        }
        Path file = folder.resolve(MADE.format(made) + SUFFIX);
        return key(file);
    }

    /** Removes a key for good. */
    public void remove(DatedKey key) throws IOException {
        Files.deleteIfExists(folder.resolve(key.name()));
    }

    /** Whether the file is ours now; false if there was one of that name before. */
    private boolean place(Path file, Instant made) throws IOException {
        Path draft = folder.resolve(".draft-" + UUID.randomUUID());
        try {
            SigningKeyFile.write(draft);
            Files.setLastModifiedTime(draft, FileTime.from(made));
            return link(file, draft);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Whether the link is there now; false if there was a file of that name before, or what it is to lead to has gone. */
    private static boolean link(Path file, Path existing) throws IOException {
        try {
            Files.createLink(file, existing);
            return true;
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            return false;
        }
    }

    /** What is hidden is somebody's draft. */
    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !name(file).startsWith(".")).sorted().toList();
        }
    }

    private DatedKey key(Path file) throws IOException {
        Instant made = made(file);
        KeyPair pair = SigningKeyFile.read(file, profile);
        return new DatedKey(name(file), made, pair.getPublic(), pair.getPrivate());
    }

    private static Instant made(Path file) throws IOException {
        String name = name(file);
        try {
            if (name.endsWith(SUFFIX)) {
                return MADE.parse(name.substring(0, name.length() - SUFFIX.length()), Instant::from);
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new IOException("%s: foreign (expected: a name such as 20260501T120000000Z.pem)".formatted(file));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
