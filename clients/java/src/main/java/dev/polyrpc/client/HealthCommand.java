package dev.polyrpc.client;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks both services how they are. */
@Command(
        name = "health",
        description = "Asks both services whether they serve. Exit: 0 both do, 1 one does not, 3 one is not reachable.",
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
        Endpoints endpoints = root.endpoints();
        try (DevClient caller = DevClient.open(endpoints, client)) {
            int product = ask("product-mgmt", caller.productMgmtChannel(), endpoints.productMgmt());
            int returns = ask("return", caller.returnChannel(), endpoints.returns());
            int worst = Math.max(product, returns);
            Refusal.hint(worst, spec.commandLine());
            return worst;
        }
    }

    /** Prints a line on one service, whatever becomes of the call; its part of the exit code. */
    private int ask(String name, Channel channel, String address) {
        try {
            ServingStatus status = HealthGrpc.newBlockingStub(channel)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
            print(name, status.toString());
            return status == ServingStatus.SERVING ? 0 : 1;
        } catch (StatusRuntimeException e) {
            Refusal refusal = Refusal.of(e);
            print(name, refusal.isUnreachable() ? "not reachable at " + address : refusal.toString());
            return refusal.exitCode();
        }
    }

    private void print(String name, String state) {
        spec.commandLine().getOut().printf("%-13s %s%n", name, state);
    }
}
