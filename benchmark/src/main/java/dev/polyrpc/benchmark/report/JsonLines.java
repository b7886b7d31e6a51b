package dev.polyrpc.benchmark.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.benchmark.measure.Window;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run for programs: one object a line, of the kinds run, window, goal. For use by one thread. */
public final class JsonLines implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Writer out;

    /** Begins a file. */
    public JsonLines(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        out = Files.newBufferedWriter(file);
    }

    /** The line about the run itself. */
    public void run(Map<String, ?> what) throws IOException {
        write("run", what);
    }

    /** A line for each window. */
    public void results(Results results) throws IOException {
        for (Map.Entry<String, List<Window>> stack : results.windows().entrySet()) {
            for (Window window : stack.getValue()) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("method", results.method());
                line.put("stack", stack.getKey());
                line.put("round", window.round());
                line.put("unit", results.unit());
                line.put("perSecond", window.perSecond());
                line.put("serverCpuMicros", window.cpuMicros());
                line.put("allocatedBytes", window.bytes());
                if (window.tally().latencies().getTotalCount() > 0) {
                    line.put("p50Micros", window.micros(50));
                    line.put("p99Micros", window.micros(99));
                }
                window.foreign().ifPresent(share -> line.put("foreignCpu", share));
                line.put("disturbed", window.disturbed());
                write("window", line);
            }
        }
    }

    /** A line for each goal. */
    public void goals(List<Goal> goals) throws IOException {
        for (Goal goal : goals) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("id", goal.id());
            line.put("what", goal.what());
            line.put(goal.atLeast() ? "atLeast" : "atMost", goal.goal());
            line.put("measured", goal.measured().median());
            line.put("least", goal.measured().least());
            line.put("most", goal.measured().most());
            line.put("verdict", goal.verdict().name());
            write("goal", line);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void write(String kind, Map<String, ?> what) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("kind", kind);
        line.putAll(what);
        out.write(JSON.writeValueAsString(line));
        out.write('\n');
    }
}
