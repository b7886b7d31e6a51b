package dev.polyrpc.gateway.document;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads files of trusted documents: a JSON object of the SHA-256 of each document, in hexadecimal digits, and its text. */
final class DocumentFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final long MOST_BYTES = 16 * 1024 * 1024;

    private DocumentFile() {}

    /** Reads a file; an IllegalArgumentException has a line for each fault. */
    static Map<String, String> read(Path file) throws IOException {
        Map<String, String> documents = parse(file);
        List<String> faults = new ArrayList<>();
        documents.forEach((id, text) -> {
            String right = sha256(text);
            if (!right.equals(id)) {
                faults.add("%s: %s: not the SHA-256 of its document (expected: %s)".formatted(file, id, right));
            }
        });
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return documents;
    }

    private static Map<String, String> parse(Path file) throws IOException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "%s: %d bytes (expected: at most %d)".formatted(file, Files.size(file), MOST_BYTES));
            }
            Map<String, String> documents =
                    JSON.readValue(Files.readAllBytes(file), new TypeReference<Map<String, String>>() {});
            if (documents == null || documents.containsValue(null)) {
                throw unread(file, null);
            }
            return documents;
        } catch (NoSuchFileException none) {
            throw new IllegalArgumentException(file + ": no such file", none);
        } catch (JsonProcessingException malformed) {
            throw unread(file, malformed);
        }
    }

    private static IllegalArgumentException unread(Path file, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "%s: not read (expected: a JSON object of SHA-256 and document)".formatted(file), cause);
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
