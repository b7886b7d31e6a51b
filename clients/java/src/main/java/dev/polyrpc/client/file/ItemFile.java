package dev.polyrpc.client.file;

import com.google.protobuf.Message;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Items of a file, read one at a time, so that its size does not matter. A file that begins with a brace is JSON Lines, an
 * item's message on each; any other is CSV, whose first line names the columns. Not safe for use by many threads.
 */
public final class ItemFile<Q extends Message> implements Closeable {
    private final Text text;
    private final Lines<Q> lines;

    private ItemFile(Text text, Lines<Q> lines) {
        this.text = text;
        this.lines = lines;
    }

    /** Opens a file; one without items, or whose header is not as expected, is refused. */
    public static <Q extends Message> ItemFile<Q> open(Path file, ItemFormat<Q> format) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IOException("%s: there is no such file, or it cannot be read".formatted(file));
        }
        Text text = Text.open(Files.newInputStream(file));
        try {
            while (text.peek() == '\n') {
                text.take();
            }
            return new ItemFile<>(
                    text, text.peek() == '{' ? new JsonLines<>(text, format) : CsvLines.open(text, format));
        } catch (IOException e) {
            text.close();
            throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** How many lines a file has. */
    public static long countLines(Path file) throws IOException {
        long lines = 0;
        int last = '\n';
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] block = new byte[64 * 1024];
            for (int read = bytes.read(block); read > 0; read = bytes.read(block)) {
                for (int i = 0; i < read; i++) {
                    lines += block[i] == '\n' ? 1 : 0;
                }
                last = block[read - 1];
            }
        }
        return last == '\n' ? lines : lines + 1;
    }

    /** The next line that is not empty; null when there is no more. */
    public @Nullable FileItem<Q> next() throws IOException {
        return lines.next();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    /** The lines of one format. */
    interface Lines<Q> {
        @Nullable
        FileItem<Q> next() throws IOException;
    }
}
