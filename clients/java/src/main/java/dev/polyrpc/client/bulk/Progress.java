package dev.polyrpc.client.bulk;

import dev.polyrpc.client.output.Output;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows how far through a file the work is: a bar on a terminal, else a line about every second. */
public interface Progress extends AutoCloseable {
    /** The work has come to a line. */
    void at(long line);

    @Override
    default void close() {}

    /** As suits who reads along. */
    static Progress of(Output output, long lines) {
        return output.isTerminal() && !output.isJson() ? bar(lines) : lines(output, lines);
    }

    private static Progress bar(long lines) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("lines")
                .setInitialMax(lines)
                .setUpdateIntervalMillis(100)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, 78))
                .build();
        return new Progress() {
            @Override
            public void at(long line) {
                bar.stepTo(line);
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    private static Progress lines(Output output, long lines) {
        return new Progress() {
            private long told = System.nanoTime();

            @Override
            public void at(long line) {
                long now = System.nanoTime();
                if (now - told >= TimeUnit.SECONDS.toNanos(1)) {
                    told = now;
                    output.note("%,d of %,d lines".formatted(line, lines));
                }
            }
        };
    }
}
