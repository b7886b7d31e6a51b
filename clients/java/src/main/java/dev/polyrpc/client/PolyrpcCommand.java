package dev.polyrpc.client;

import dev.polyrpc.client.frame.Errors;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.product.ProductVerbs;
import dev.polyrpc.client.returns.ReturnVerbs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/** The root of all verbs. */
@Command(
        name = "polyrpc",
        description = "A client of the running system.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "polyrpc 0.1.0",
        synopsisSubcommandLabel = "VERB",
        showDefaultValues = true)
final class PolyrpcCommand {
    @Mixin
    private final Invocation invocation = new Invocation();

    private PolyrpcCommand() {}

    static CommandLine commandLine() {
        PolyrpcCommand root = new PolyrpcCommand();
        CommandLine polyrpc = new CommandLine(root);
        ProductVerbs.addTo(polyrpc, root.invocation);
        ReturnVerbs.addTo(polyrpc, root.invocation);
        polyrpc.addSubcommand(new TokenCommand(root.invocation))
                .addSubcommand(new HealthCommand(root.invocation))
                .addSubcommand(new DemoCommand(root.invocation))
                .addSubcommand(new ErrorDetailsCommand());
        return Errors.toldBy(polyrpc);
    }
}
