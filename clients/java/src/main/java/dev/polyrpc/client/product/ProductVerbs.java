package dev.polyrpc.client.product;

import dev.polyrpc.client.frame.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs on products and their stock. */
public final class ProductVerbs {
    private ProductVerbs() {}

    /** Adds them to the command line. */
    public static void addTo(CommandLine polyrpc, Invocation invocation) {
        CommandLine adjust = new CommandLine(new AdjustInventoryCommand(invocation))
                .setUnmatchedOptionsArePositionalParams(true); // -5 is a number, not an option
        polyrpc.addSubcommand(new CommandLine(new Group())
                .addSubcommand(new GetProductCommand(invocation))
                .addSubcommand(new ListProductsCommand(invocation))
                .addSubcommand(new CreateProductCommand(invocation))
                .addSubcommand(new UpdateProductCommand(invocation))
                .addSubcommand(adjust)
                .addSubcommand(new ListEventsCommand(invocation)));
    }

    /** Holds the verbs on one product. */
    @Command(
            name = "product",
            description = "The catalogue and its stock.",
            footer = {"", "Example: polyrpc product list --page-size=5"})
    private static final class Group {}
}
