package dev.polyrpc.benchmark.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polyrpc.benchmark.measure.Footprint;
import dev.polyrpc.benchmark.measure.Window;
import dev.polyrpc.benchmark.probe.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a run's file. For use by one thread. */
public final class RunReader {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a later version may say more
            .build();

    private final List<Window> windows = new ArrayList<>();
    private final List<Footprint> footprints = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final Map<String, Double> parts = new HashMap<>();
    private @Nullable RunInfo info;

    private RunReader() {}

    /** Reads all of a file. */
    public static Run read(Path file) throws IOException {
        RunReader reader = new RunReader();
        int number = 0;
        try {
            for (String line : Files.readAllLines(file)) {
                number++;
                reader.add(JSON.readTree(line));
            }
        } catch (NoSuchFileException e) {
            throw new IOException("%s: no such file".formatted(file), e);
        } catch (JsonProcessingException e) {
            throw new IOException("%s:%d: not a line of a run: %s".formatted(file, number, e.getOriginalMessage()), e);
        }
        return reader.run(file);
    }

    private void add(JsonNode line) throws JsonProcessingException {
        switch (line.path("kind").asText()) {
            case "run" -> info = JSON.treeToValue(line, RunInfo.class);
            case "window" -> windows.add(JSON.treeToValue(line, Window.class));
            case "footprint" -> footprints.add(JSON.treeToValue(line, Footprint.class));
            case "reading" -> readings.add(JSON.treeToValue(line, Reading.class));
            case "part" -> {
                Part part = JSON.treeToValue(line, Part.class);
                parts.put(part.name(), part.seconds());
            }
            default -> {} // goals are computed anew
        }
    }

    private Run run(Path file) throws IOException {
        if (info == null) {
            throw new IOException(
                    "%s: no line of kind run (expected: a file that scripts/bench wrote)".formatted(file));
        }
        return new Run(info, windows, footprints, readings, parts);
    }
}
