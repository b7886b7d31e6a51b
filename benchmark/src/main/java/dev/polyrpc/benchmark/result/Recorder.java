package dev.polyrpc.benchmark.result;

import dev.polyrpc.benchmark.measure.Footprint;
import dev.polyrpc.benchmark.measure.Window;
import dev.polyrpc.benchmark.probe.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what a run finds, and writes it down at once. For use by one thread. */
public final class Recorder implements AutoCloseable {
    private final RunInfo info;
    private final RunWriter writer;
    private final List<Window> windows = new ArrayList<>();
    private final List<Footprint> footprints = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    private Recorder(RunInfo info, RunWriter writer) {
        this.info = info;
        this.writer = writer;
    }

    /** Begins a run's file. */
    public static Recorder create(RunInfo info, Path file) throws IOException {
        RunWriter writer = RunWriter.create(file);
        writer.write(Kind.RUN, info);
        return new Recorder(info, writer);
    }

    /** Where it goes. */
    public Path file() {
        return writer.file();
    }

    /** Adds a window. */
    public void window(Window window) {
        windows.add(window);
        writer.write(Kind.WINDOW, window);
    }

    /** Adds what a server holds in memory. */
    public void footprint(Footprint footprint) {
        footprints.add(footprint);
        writer.write(Kind.FOOTPRINT, footprint);
    }

    /** Adds what a probe read. */
    public void reading(Reading reading) {
        readings.add(reading);
        writer.write(Kind.READING, reading);
    }

    /** Adds how long a part took. */
    public void part(String name, double took) {
        seconds.put(name, took);
        writer.write(Kind.PART, new Part(name, took));
    }

    /** Adds what follows from the rest. */
    public void goals(List<?> goals) {
        goals.forEach(goal -> writer.write(Kind.GOAL, goal));
    }

    /** All that was found so far. */
    public Run run() {
        return new Run(info, windows, footprints, readings, seconds);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
