package dev.polyrpc.certs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** The secrets of the dev clients, and the file of their digests that the token service reads. */
final class Secrets {
    private static final String DIGESTS = "clients.sha256";
    private static final int SECRET_BYTES = 32;

    private Secrets() {}

    static void write(Folder folder) throws IOException {
        StringBuilder digests = new StringBuilder();
        for (String name : Members.DEV_CLIENTS) {
            String secret = newSecret();
            folder.writePrivate(name + ".secret", secret);
            digests.append(line(name, secret)).append('\n');
        }
        folder.writePublic(DIGESTS, digests.toString());
    }

    /** Whether all are there, and the digests are theirs. */
    static boolean areWhole(Path directory) throws IOException {
        List<String> digests = Files.readAllLines(directory.resolve(DIGESTS));
        for (String name : Members.DEV_CLIENTS) {
            if (!digests.contains(line(name, Files.readString(directory.resolve(name + ".secret"))))) {
                return false;
            }
        }
        return true;
    }

    private static String line(String name, String secret) {
        return Sha256.hex(secret.getBytes(StandardCharsets.US_ASCII)) + "  " + name;
    }

    private static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
