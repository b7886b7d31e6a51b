package dev.polyrpc.token.outbound.file;

import com.google.common.hash.Hashing;
import dev.polyrpc.token.domain.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets of clients, kept as their SHA-256: lines of {@code sha256sum}'s form. That is enough for secrets that are
 * random keys, as they are here; for what a person chose it would not be. Immutable.
 */
public final class SecretsFile implements Secrets {
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *]([a-z0-9-]{1,63})");
    private static final byte[] NONE = new byte[32];

    private final Map<String, byte[]> hashes;

    private SecretsFile(Map<String, byte[]> hashes) {
        this.hashes = Map.copyOf(hashes);
    }

    /** Reads the file; refuses a line of another form. */
    public static SecretsFile read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("%s: not readable".formatted(file));
        }
        Map<String, byte[]> hashes = new HashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            Matcher form = LINE.matcher(line);
            if (!form.matches()) {
                throw new IOException("%s:%d: (expected: SHA-256 in hex, two spaces, client)".formatted(file, number));
            }
            hashes.put(form.group(2), HexFormat.of().parseHex(form.group(1)));
        }
        return new SecretsFile(hashes);
    }

    @Override
    public boolean match(String client, String secret) {
        return MessageDigest.isEqual(
                hashes.getOrDefault(client, NONE),
                Hashing.sha256().hashString(secret, StandardCharsets.UTF_8).asBytes());
    }
}
