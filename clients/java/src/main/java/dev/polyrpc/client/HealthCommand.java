package dev.polyrpc.client;

import dev.polyrpc.client.frame.Errors;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.session.Endpoints;
import dev.polyrpc.client.session.Refusal;
import dev.polyrpc.client.session.Session;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Asks both services how they are. */
@Command(
        name = "health",
        description = "Asks both services whether they serve. Exit: 0 both do, 1 one does not, 3 one is not reachable.",
        footer = {"", "Example: polyrpc health --client=bob"})
final class HealthCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    HealthCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Endpoints endpoints = invocation.endpoints();
        try (Session caller = invocation.session()) {
            int product = ask("product-mgmt", caller.productChannel(), endpoints.products());
            int returns = ask("return", caller.returnChannel(), endpoints.returns());
            int worst = Math.max(product, returns);
            Errors.hint(worst, spec.commandLine());
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
