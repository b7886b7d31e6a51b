package dev.polyrpc.client.returns;

import dev.polyrpc.client.frame.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs on returns. */
public final class ReturnVerbs {
    private ReturnVerbs() {}

    /** Adds them to the command line. */
    public static void addTo(CommandLine polyrpc, Invocation invocation) {
        polyrpc.addSubcommand(new CommandLine(new Group()).addSubcommand(new GetReturnCommand(invocation)));
    }

    /** Holds them. */
    @Command(name = "return", description = "Goods that customers send back.", synopsisSubcommandLabel = "VERB")
    private static final class Group {}
}
