package dev.polyrpc.client.bulk;

import com.google.protobuf.Message;
import dev.polyrpc.client.file.FileItem;
import dev.polyrpc.client.file.ItemFile;
import dev.polyrpc.client.file.ItemFormat;
import dev.polyrpc.client.output.Output;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One way through a file, line by line.
 *
 * @param file the file
 * @param format how an item stands in it
 */
public record FileRun<Q extends Message>(Path file, ItemFormat<Q> format) {
    /** Hands each line over, showing how far it has come. */
    public void each(Output output, Step<Q> step) throws IOException, InterruptedException {
        try (ItemFile<Q> items = ItemFile.open(file, format);
                Progress progress = Progress.of(output, ItemFile.countLines(file))) {
            each(items, line -> {
                step.take(line);
                progress.at(line.line());
            });
        }
    }

    /** Hands each line over. */
    public void each(Step<Q> step) throws IOException, InterruptedException {
        try (ItemFile<Q> items = ItemFile.open(file, format)) {
            each(items, step);
        }
    }

    private static <Q extends Message> void each(ItemFile<Q> items, Step<Q> step)
            throws IOException, InterruptedException {
        for (FileItem<Q> line = items.next(); line != null; line = items.next()) {
            step.take(line);
        }
    }

    /** What is done with a line. */
    @FunctionalInterface
    public interface Step<Q> {
        /** Takes the line, waiting until there is room for it. */
        void take(FileItem<Q> line) throws InterruptedException;
    }
}
