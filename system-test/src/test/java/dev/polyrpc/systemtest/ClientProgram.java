package dev.polyrpc.systemtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One verb of the Java client in a process of its own, as a user's shell would run it: answers are appended to one file,
 * notes to another beside it. Ended for certain when this JVM ends.
 */
final class ClientProgram implements AutoCloseable {
    private static final Path JAR = Path.of("..", "clients", "java", "target", "polyrpc-client.jar")
            .toAbsolutePath()
            .normalize();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    private final Process process;
    private final Path answers;
    private final Path notes;
    private final Writer input;

    private ClientProgram(Process process, Path answers, Path notes) {
        this.process = process;
        this.answers = answers;
        this.notes = notes;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts a verb as a dev client, its answers in a file of the landscape's folder. */
    static ClientProgram start(Landscape landscape, String file, String client, List<String> verb) {
        Path answers = landscape.folder().resolve(file);
        Path notes = landscape.folder().resolve(file + ".notes");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-jar",
                JAR.toString(),
                "--certificates=" + landscape.certificates(),
                "--token-service=https://" + landscape.address(Built.TOKEN),
                "--product-address=" + landscape.address(Built.PRODUCT_MGMT),
                "--return-address=" + landscape.address(Built.RETURN),
                "--client=" + client,
                "--json"));
        command.addAll(verb);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(answers.toFile()))
                    .redirectError(ProcessBuilder.Redirect.appendTo(notes.toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new ClientProgram(process, answers, notes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Types a line. */
    void type(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the client reads no more: " + notes(), e);
        }
    }

    /** Ctrl-D: there are no more lines. */
    void endInput() {
        try {
            input.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every whole answer so far, also of those that wrote to the same file before. */
    List<JsonNode> answers() {
        List<JsonNode> found = new ArrayList<>();
        String text = read(answers);
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            found.add(parse(line));
        }
        return found;
    }

    /** How many whole answers there are so far. */
    long answered() {
        return read(answers).chars().filter(character -> character == '\n').count();
    }

    /** The file of its answers. */
    Path file() {
        return answers;
    }

    /** All that it noted on stderr. */
    String notes() {
        return read(notes);
    }

    /** How often it noted that a stream was lost. */
    long losses() {
        return noted("the stream ended");
    }

    /** Whether it has come back from each loss. */
    boolean connected() {
        return losses() == noted("connected again");
    }

    private long noted(String beginning) {
        String line = "{\"note\":\"" + beginning;
        return notes().lines().filter(note -> note.startsWith(line)).count();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** SIGTERM: Ctrl-C, as it were. */
    void terminate() {
        process.destroy();
        exit(KILL_LIMIT);
    }

    /** SIGKILL, and waits until the process is gone. */
    void kill() {
        process.destroyForcibly();
        exit(KILL_LIMIT);
    }

    /** SIGSTOP: its sockets stay open, and nobody reads them. */
    void freeze() {
        Signals.send(process, "STOP");
    }

    /** SIGCONT. */
    void thaw() {
        Signals.send(process, "CONT");
    }

    /** Waits until it has ended by itself; answers its exit code. */
    int exit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("%s: still running after %s%n%s".formatted(answers, limit, notes()));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a client", e);
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
            throw new AssertionError("no JSON: " + line, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
