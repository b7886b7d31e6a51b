package dev.polyrpc.systemtest.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a watcher saw, as it wrote it down: an event in JSON on each line. */
public final class Recording {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_TAIL = 4_096;

    private Recording() {}

    /** Reads all lines; one that holds no event is refused by its number. */
    public static List<Event> read(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        String text = Files.readString(file);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            events.add(event("line " + (i + 1), lines.get(i)));
        }
        if (!text.isEmpty() && !text.endsWith("\n")) {
            throw new IllegalArgumentException("line %d: not whole".formatted(lines.size()));
        }
        return events;
    }

    /** The position of the last whole line; 0 when there is none. Reads no more of the file than it needs. */
    public static long lastPosition(Path file) throws IOException {
        try (RandomAccessFile recording = new RandomAccessFile(file.toFile(), "r")) {
            long length = recording.length();
            for (int size = FIRST_TAIL; ; size *= 2) {
                byte[] tail = new byte[(int) Math.min(length, size)];
                recording.seek(length - tail.length);
                recording.readFully(tail);
                String text = new String(tail, StandardCharsets.UTF_8);
                int end = text.lastIndexOf('\n');
                int begin = text.lastIndexOf('\n', end - 1);
                if (begin >= 0 || tail.length == length) {
                    return end < 0
                            ? 0
                            : event("the last line", text.substring(begin + 1, end))
                                    .position();
                }
            }
        }
    }

    private static Event event(String place, String text) {
        Map<String, String> facts = new LinkedHashMap<>();
        flatten("", parse(place, text), facts);
        String position = facts.remove("position");
        if (position == null || !position.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("%s: no position in %s".formatted(place, text));
        }
        return new Event(Long.parseLong(position), facts, place);
    }

    private static JsonNode parse(String place, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("%s: no JSON: %s".formatted(place, text), e);
        }
    }

    private static void flatten(String name, JsonNode node, Map<String, String> facts) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> flatten(
                            name.isEmpty() ? field.getKey() : name + "." + field.getKey(), field.getValue(), facts));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(name + "[" + i + "]", node.get(i), facts);
            }
        } else {
            facts.put(name, node.asText());
        }
    }
}
