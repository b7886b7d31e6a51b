package dev.polyrpc.client.returns;

import dev.polyrpc.client.frame.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs on returns. */
public final class ReturnVerbs {
    private ReturnVerbs() {}

    /** Adds them to the command line. */
    public static void addTo(CommandLine polyrpc, Invocation invocation) {
        polyrpc.addSubcommand(new CommandLine(new Group())
                .addSubcommand(new OpenReturnCommand(invocation))
                .addSubcommand(new GetReturnCommand(invocation))
                .addSubcommand(new ListReturnsCommand(invocation))
                .addSubcommand(new InspectReturnCommand(invocation))
                .addSubcommand(new CancelReturnCommand(invocation))
                .addSubcommand(new WatchReturnsCommand(invocation))
                .addSubcommand(new SubmitReturnsCommand(invocation))
                .addSubcommand(new DeskCommand(invocation)));
    }

    /** Holds them. */
    @Command(
            name = "return",
            description = "Goods that customers send back.",
            footer = {"", "Example: polyrpc return list --state=quarantined"})
    private static final class Group {}
}
