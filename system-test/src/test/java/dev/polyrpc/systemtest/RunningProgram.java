package dev.polyrpc.systemtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One program started as a process, its output in two files of its own. Ended for certain when this JVM ends. */
final class RunningProgram implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final String label;
    private final Process process;
    private final Path output;
    private final Path errors;

    private RunningProgram(String label, Process process, Path output, Path errors) {
        this.label = label;
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Starts a program with nothing but these settings as its environment; does not wait for it. */
    static RunningProgram start(Built program, Map<String, String> settings, Path logs) throws IOException {
        return start(
                program.label(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-jar",
                        program.jar().toString()),
                settings,
                logs);
    }

    /** Starts a command like that, under a name for people. */
    static RunningProgram start(String label, List<String> command, Map<String, String> settings, Path logs)
            throws IOException {
        Path output = Files.createTempFile(logs, label + "-", ".out");
        Path errors = Files.createTempFile(logs, label + "-", ".err");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(settings);
        builder.directory(logs.toFile()).redirectOutput(output.toFile()).redirectError(errors.toFile());
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new RunningProgram(label, process, output, errors);
    }

    /** Waits for the line that says it is ready; answers the ports in it, by name. */
    Map<String, Integer> awaitReady() {
        JsonNode ready = Eventually.value(label + " is ready", START_LIMIT, () -> {
            boolean alive = process.isAlive();
            Optional<JsonNode> line = lines().stream()
                    .filter(entry -> entry.path("message").asText().equals("ready"))
                    .findFirst();
            if (line.isEmpty() && !alive) {
                throw new IllegalStateException(
                        "%s ended with %d while starting%n%s".formatted(label, process.exitValue(), tail()));
            }
            return line;
        });
        return JSON.convertValue(
                ready.path("ports"), JSON.getTypeFactory().constructMapType(Map.class, String.class, Integer.class));
    }

    /** Every whole line of its log so far. A line that is no JSON is answered as plain text. */
    List<JsonNode> lines() {
        String text = read(output);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
            if (!line.isBlank()) {
                lines.add(parse(line));
            }
        }
        return lines;
    }

    /** All that it wrote to both outputs. */
    String allOutput() {
        return read(output) + read(errors);
    }

    /** The lines that it wrote to the error output. */
    List<String> errorLines() {
        return read(errors).lines().filter(line -> !line.isBlank()).toList();
    }

    /** The end of both outputs, for people. */
    String tail() {
        return "--- %s, pid %d, alive %b: output%n%s%n--- errors%n%s"
                .formatted(label, process.pid(), process.isAlive(), end(read(output)), end(read(errors)));
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGHUP. */
    void hangUp() {
        Signals.send(process, "HUP");
    }

    /** SIGKILL, and waits until the process is gone. */
    void kill() {
        process.destroyForcibly();
        exit(Duration.ofSeconds(10));
    }

    /** SIGSTOP: from outside a frozen peer, whose sockets stay open. */
    void freeze() {
        Signals.send(process, "STOP");
    }

    /** SIGCONT. */
    void thaw() {
        Signals.send(process, "CONT");
    }

    /** Waits until the process has ended by itself; answers its exit code. */
    int exit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("%s: still running after %s".formatted(label, limit));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + label, e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(line);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String end(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }
}
