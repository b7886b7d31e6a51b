package dev.polyrpc.client.frame;

import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.stream.Reconnection;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The option of every verb whose stream goes on when it was lost. For use by one thread. */
public final class PatienceOption {
    @Option(
            names = "--patience",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            defaultValue = "2m",
            description = "How long to try again when a stream is lost, such as 30s or 10m.")
    private Duration patience = Duration.ofMinutes(2);

    /** A policy for one stream; its notes go beside the output. */
    public Reconnection reconnection(Output output) {
        return new Reconnection(patience, output::note);
    }
}
