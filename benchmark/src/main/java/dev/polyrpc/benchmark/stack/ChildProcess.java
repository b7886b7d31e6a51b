package dev.polyrpc.benchmark.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of our own beside this one, mostly a JVM, its output in a file. Ended for certain when this JVM ends. */
public final class ChildProcess implements AutoCloseable {
    /** Of this JVM's version. */
    public static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final int POLL_MS = 10;
    private static final int LAST_LINES = 15;

    private final String name;
    private final Process process;
    private final Path log;
    private final Map<String, Integer> ports;

    private ChildProcess(String name, Process process, Path log) throws IOException, InterruptedException {
        this.name = name;
        this.process = process;
        this.log = log;
        this.ports = awaitReady();
    }

    /**
     * Starts a program and waits for the line in which it says that it is ready.
     *
     * @param program mostly a {@code java}
     * @param arguments of a {@code java}: flags, then what to run
     * @param settings its whole environment
     */
    public static ChildProcess start(
            Path program, String name, List<String> arguments, Map<String, String> settings, Path folder)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(settings);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        try {
            return new ChildProcess(name, process, log);
        } catch (IOException | InterruptedException | RuntimeException e) {
            end(process);
            throw e;
        }
    }

    /** The port that it said it listens on, for example {@code grpc}. */
    public int port(String wire) {
        Integer port = ports.get(wire);
        if (port == null) {
            throw new IllegalStateException("%s has no port %s (expected: one of %s)".formatted(name, wire, ports));
        }
        return port;
    }

    /** CPU time that it has used so far, and what it has started. */
    public Duration cpu() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(handle -> handle.info()
                        .totalCpuDuration()
                        .orElseThrow(
                                () -> new IllegalStateException("the system does not tell the CPU time of " + name)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Ends it: first asked to, then by force. */
    @Override
    public void close() {
        end(process);
    }

    /**
     * Asks it to end, and waits until it has: some write down at their end what they have learnt.
     *
     * @return whether it did within that time; then it is not ended by force
     */
    public boolean end(Duration limit) throws InterruptedException {
        process.destroy();
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Map<String, Integer> awaitReady() throws IOException, InterruptedException {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < limit) {
            boolean ended = process.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
            for (String line : lines()) {
                if (line.contains("\"message\":\"ready\"")) {
                    return ports(line);
                }
            }
            if (ended) {
                throw new IllegalStateException(
                        "%s ended with %d while it started:%n%s".formatted(name, process.exitValue(), lastLines()));
            }
        }
        throw new IllegalStateException("%s is not ready after %s:%n%s".formatted(name, START_LIMIT, lastLines()));
    }

    private static Map<String, Integer> ports(String line) throws JsonProcessingException {
        JsonNode ready = JSON.readTree(line).path("ports");
        return JSON.convertValue(ready, JSON.getTypeFactory().constructMapType(Map.class, String.class, Integer.class));
    }

    private List<String> lines() throws IOException {
        String text = Files.readString(log);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private String lastLines() throws IOException {
        List<String> lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
