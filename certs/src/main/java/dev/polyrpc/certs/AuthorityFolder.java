package dev.polyrpc.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the authorities' keys lie, apart from what the processes read: {@code current.pem}, and {@code next.pem} while
 * one takes the other's place. Each file holds certificate and key, so that a rename moves both at once.
 */
record AuthorityFolder(Path path) {
    private static final String CURRENT = "current.pem";
    private static final String NEXT = "next.pem";

    /** The authority that signs; empty where its file is not there or cannot be used. */
    Optional<Authority> current() {
        return read(CURRENT);
    }

    /** The one that is to take its place. */
    Optional<Authority> next() {
        return read(NEXT);
    }

    /** Both, as far as they are there. */
    List<Authority> all() {
        return Stream.concat(current().stream(), next().stream()).toList();
    }

    void writeCurrent(Authority authority) throws IOException {
        write(CURRENT, authority);
    }

    void writeNext(Authority authority) throws IOException {
        write(NEXT, authority);
    }

    void forgetNext() throws IOException {
        Files.deleteIfExists(path.resolve(NEXT));
    }

    /** The next becomes the current one; the old one's key is gone. */
    void promote() throws IOException {
        Files.move(path.resolve(NEXT), path.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes the folder, readable by its owner alone. */
    Path make() throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        return path;
    }

    private void write(String file, Authority authority) throws IOException {
        new Folder(make())
                .writePrivate(
                        file,
                        Pem.of(authority.root().certificate())
                                + Pem.of(authority.root().key()));
    }

    private Optional<Authority> read(String file) {
        Path pem = path.resolve(file);
        try {
            return Optional.of(Authority.of(new Leaf(Pem.certificate(pem), Pem.key(pem))));
        } catch (IOException | GeneralSecurityException e) {
            return Optional.empty(); // whatever is wrong with it, it signs nothing
        }
    }
}
