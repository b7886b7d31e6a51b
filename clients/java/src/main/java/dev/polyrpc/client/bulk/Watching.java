package dev.polyrpc.client.bulk;

import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.stream.ResumingWatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every watch, and how one is followed. For use by one thread. */
public final class Watching {
    @Option(
            names = "--after",
            paramLabel = "N",
            description = "Begins after this position; 0: with the oldest that is kept. Default: from now on.")
    private @Nullable Long after;

    @Option(names = "--count", paramLabel = "N", description = "Ends after so many. Default: never.")
    private long count = Long.MAX_VALUE;

    /** The position to begin after; null = from now. */
    public @Nullable Long after() {
        return after;
    }

    /** Shows what comes, until there was as much as was asked for, or nobody reads any more. */
    public <A> void follow(ResumingWatch<?, A> watch, Output output, Consumer<A> show) {
        try {
            watch.awaitAccepted();
            Long begin = watch.position();
            output.note(begin == null ? "Watching" : "Watching what comes after position " + begin);
            for (long seen = 0; seen < count && !output.isUnread(); seen++) {
                A event = watch.next();
                if (event == null) {
                    return;
                }
                show.accept(event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
