package dev.polyrpc.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A folder that certificates, keys and secrets are written into. Each file takes the place of the one before in one
 * step, so whoever reads it meanwhile reads the old text or the new one, never half of either.
 */
public record Folder(Path path) {
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    public Folder {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the key, then the certificate: two steps, so for a moment the two do not fit. */
    public void write(String name, Leaf leaf) throws IOException {
        writePrivate(name + "-key.pem", Pem.of(leaf.key()));
        writeCertificate(name, leaf);
    }

    public void writeCertificate(String name, Leaf leaf) throws IOException {
        writePublic(name + ".pem", Pem.of(leaf.certificate()));
    }

    void writePublic(String file, String text) throws IOException {
        replace(file, text, "rw-r--r--");
    }

    /** Writes a file that was never readable by anyone but its owner. */
    void writePrivate(String file, String text) throws IOException {
        replace(file, text, "rw-------");
    }

    private void replace(String file, String text, String mode) throws IOException {
        FileAttribute<?> permissions = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
        Path target = path.resolve(file);
        Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
        Files.deleteIfExists(fresh); // of a run that was killed
        try (FileChannel channel = FileChannel.open(fresh, NEW, permissions)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true); // else the name may outlive a power cut, and the text not
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
