package dev.polyrpc.client.product;

import dev.polyrpc.client.frame.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs on products and their stock. */
public final class ProductVerbs {
    private ProductVerbs() {}

    /** Adds them to the command line. */
    public static void addTo(CommandLine polyrpc, Invocation invocation) {
        polyrpc.addSubcommand(new CommandLine(new Group()).addSubcommand(new GetProductCommand(invocation)));
    }

    /** Holds the verbs on one product. */
    @Command(name = "product", description = "The catalogue and its stock.", synopsisSubcommandLabel = "VERB")
    private static final class Group {}
}
