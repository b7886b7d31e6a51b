package dev.polyrpc.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Makes a set of certificates, or keeps the one that is there: {@code [--force] FOLDER}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        List<String> given = List.of(arguments);
        Path directory = Path.of(given.get(given.size() - 1)).toAbsolutePath().normalize();
        Instant now = Instant.now();
        if (!given.contains("--force") && new ExistingSet(directory).isValid(now)) {
            System.out.println("Kept the certificates in " + directory);
            return;
        }
        replace(directory, now);
        System.out.println("Made certificates in " + directory);
    }

    /** Makes the set beside the old one first, so that whoever stops this in between keeps the old one whole. */
    static void replace(Path directory, Instant now) throws IOException {
        Files.createDirectories(directory.resolve("bad"));
        Path fresh = Files.createTempDirectory(directory, "new-");
        CertificateSet.write(fresh, now);
        try (Stream<Path> files = Files.walk(fresh)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = directory.resolve(fresh.relativize(file));
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.delete(fresh.resolve("bad"));
        Files.delete(fresh);
    }
}
