package dev.polyrpc.certs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Makes a set of certificates, or keeps the one that is there: {@code [--force | --check] FOLDER}. */
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
        if (given.contains("--check")) {
            System.err.println("The certificates in " + directory + " are incomplete or no longer valid");
            System.exit(1);
        }
        CertificateSet.replace(directory, now);
        System.out.println("Made certificates in " + directory);
    }
}
