package dev.polyrpc.client;

import io.grpc.Channel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks both services how they are. */
@Command(
        name = "health",
        description = "Asks both services whether they serve.",
        footer = {"", "Example: polyrpc health --client=bob"})
final class HealthCommand implements Callable<Integer> {
    private final PolyrpcCommand root;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--client", paramLabel = "NAME", description = "Whose certificate to show; no token is needed.")
    private String client = "warehouse";

    HealthCommand(PolyrpcCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (DevClient caller = DevClient.open(root.endpoints(), client)) {
            boolean product = print(out, "product-mgmt", caller.productMgmtChannel());
            boolean returns = print(out, "return", caller.returnChannel());
            return product && returns ? 0 : 1;
        }
    }

    private static boolean print(PrintWriter out, String name, Channel channel) {
        ServingStatus status = HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
        out.printf("%-13s %s%n", name, status);
        return status == ServingStatus.SERVING;
    }
}
