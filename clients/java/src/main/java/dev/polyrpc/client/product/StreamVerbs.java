package dev.polyrpc.client.product;

import dev.polyrpc.client.frame.Invocation;
import picocli.CommandLine;

/** The verbs on streams of products and of their stock. */
public final class StreamVerbs {
    private StreamVerbs() {}

    /** Adds them to the command line. */
    public static void addTo(CommandLine polyrpc, Invocation invocation) {
        polyrpc.addSubcommand(new ImportCommand(invocation))
                .addSubcommand(new WatchCommand(invocation))
                .addSubcommand(new ReconcileCommand(invocation));
    }
}
