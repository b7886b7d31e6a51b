package dev.polyrpc.benchmark.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps what a run finds as it finds it: one JSON object a line, told apart by their {@code kind}. What was found before a
 * run broke is in the file. For use by one thread.
 */
public final class RunWriter implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Writer out;

    private RunWriter(Path file, Writer out) {
        this.file = file;
        this.out = out;
    }

    /** Begins a file. */
    public static RunWriter create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return new RunWriter(file, Files.newBufferedWriter(file));
    }

    /** Where it goes. */
    public Path file() {
        return file;
    }

    /** Adds a line. */
    public void write(Kind kind, Object what) {
        try {
            ObjectNode line = JSON.createObjectNode().put("kind", kind.text());
            line.setAll((ObjectNode) JSON.valueToTree(what));
            out.write(line(line));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(ObjectNode line) throws JsonProcessingException {
        return JSON.writeValueAsString(line) + "\n";
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
