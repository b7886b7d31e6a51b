package dev.polyrpc.client;

import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of all verbs: where the system is. */
@Command(
        name = "polyrpc",
        description = "A client of the running system.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "polyrpc 0.1.0",
        synopsisSubcommandLabel = "VERB",
        showDefaultValues = true)
final class PolyrpcCommand {
    @Option(names = "--certificates", paramLabel = "FOLDER", description = "Certificates, as certs/make makes them.")
    private Path certificates = Path.of("certs/out");

    @Option(names = "--token-service", paramLabel = "URI", description = "The token service.")
    private URI tokenService = URI.create("https://localhost:7490");

    @Option(names = "--product-address", paramLabel = "HOST:PORT", description = "Product management.")
    private String productMgmt = "localhost:7401";

    @Option(names = "--return-address", paramLabel = "HOST:PORT", description = "Returns.")
    private String returns = "localhost:7402";

    @Option(names = "--gateway", paramLabel = "URI", description = "The GraphQL gateway.")
    private URI gateway = URI.create("https://localhost:7480");

    private PolyrpcCommand() {}

    static CommandLine commandLine() {
        PolyrpcCommand root = new PolyrpcCommand();
        return new CommandLine(root)
                .addSubcommand(new TokenCommand(root))
                .addSubcommand(new HealthCommand(root))
                .addSubcommand(new DemoCommand(root))
                .addSubcommand(new ErrorDetailsCommand())
                .setExecutionExceptionHandler(Refusal::report);
    }

    /** What the options before the verb said. */
    Endpoints endpoints() {
        return new Endpoints(certificates, tokenService, productMgmt, returns, gateway);
    }
}
