package dev.polyrpc.systemtest.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a watcher saw, as it wrote it down: an event in JSON on each line. */
public final class Recording {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Recording() {}

    /** Reads all lines; one that holds no event is refused by its number. */
    public static List<Event> read(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        String text = Files.readString(file);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            events.add(event(i + 1, lines.get(i)));
        }
        if (!text.isEmpty() && !text.endsWith("\n")) {
            throw new IllegalArgumentException("line %d: not whole".formatted(lines.size()));
        }
        return events;
    }

    /** The position of the last whole line; 0 when there is none. */
    public static long lastPosition(Path file) throws IOException {
        String text = Files.readString(file);
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        return lines.isEmpty()
                ? 0
                : event(lines.size(), lines.get(lines.size() - 1)).position();
    }

    private static Event event(int line, String text) {
        Map<String, String> facts = new LinkedHashMap<>();
        flatten("", parse(line, text), facts);
        String position = facts.remove("position");
        if (position == null || !position.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("line %d: no position in %s".formatted(line, text));
        }
        return new Event(Long.parseLong(position), facts, "line " + line);
    }

    private static JsonNode parse(int line, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("line %d: no JSON: %s".formatted(line, text), e);
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
