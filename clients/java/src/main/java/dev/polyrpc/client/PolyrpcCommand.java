package dev.polyrpc.client;

import dev.polyrpc.client.frame.Frame;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.policy.PolicyCommand;
import dev.polyrpc.client.product.ProductVerbs;
import dev.polyrpc.client.product.StreamVerbs;
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
        commandListHeading = "%nVerbs:%n",
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Example: polyrpc product get chai --json",
            "Exit: 0 done, 1 refused, 2 wrong use, 3 not reachable.",
            "Completion: source <(scripts/polyrpc completion)"
        })
final class PolyrpcCommand {
    @Mixin
    private final Invocation invocation = new Invocation();

    private PolyrpcCommand() {}

    static CommandLine commandLine() {
        PolyrpcCommand root = new PolyrpcCommand();
        CommandLine polyrpc = new CommandLine(root);
        ProductVerbs.addTo(polyrpc, root.invocation);
        StreamVerbs.addTo(polyrpc, root.invocation);
        ReturnVerbs.addTo(polyrpc, root.invocation);
        polyrpc.addSubcommand(new TokenCommand(root.invocation))
                .addSubcommand(new HealthCommand(root.invocation))
                .addSubcommand(new PolicyCommand(root.invocation))
                .addSubcommand(new DemoCommand(root.invocation))
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new ErrorDetailsCommand());
        return Frame.around(polyrpc, root.invocation);
    }
}
