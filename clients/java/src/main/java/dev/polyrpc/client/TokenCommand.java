package dev.polyrpc.client;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints an access token. */
@Command(
        name = "token",
        description = "Prints an access token.",
        footer = {"", "Example: polyrpc token --client=alice --audience=return --scope=returns:read"})
final class TokenCommand implements Callable<Integer> {
    private final PolyrpcCommand root;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--client", paramLabel = "NAME", description = "alice, bob, warehouse or auditor.")
    private String client = "warehouse";

    @Option(names = "--audience", paramLabel = "NAME", description = "gateway, product-mgmt or return.")
    private String audience = "gateway";

    @Option(names = "--scope", paramLabel = "SCOPES", description = "Space separated; empty: all that it may hold.")
    private String scope = "";

    TokenCommand(PolyrpcCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws IOException {
        Set<String> scopes = scope.isBlank() ? Set.of() : Set.of(scope.strip().split(" +"));
        try (DevClient caller = DevClient.open(root.endpoints(), client)) {
            spec.commandLine().getOut().println(caller.token(audience, scopes));
        }
        return 0;
    }
}
