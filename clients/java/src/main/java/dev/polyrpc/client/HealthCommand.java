package dev.polyrpc.client;

import dev.polyrpc.client.frame.Errors;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.session.Endpoints;
import dev.polyrpc.client.session.Refusal;
import dev.polyrpc.client.session.Session;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Asks both services how they are. */
@Command(
        name = "health",
        description = "Asks both services whether they serve. Exit: 0 both do, 1 one does not, 3 one is not reachable.",
        footer = {"", "Example: polyrpc health --client=bob"})
final class HealthCommand implements Callable<Integer> {
    private final Invocation invocation;

    HealthCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Endpoints endpoints = invocation.endpoints();
        Output output = invocation.output();
        try (Session caller = invocation.session()) {
            int product = ask(output, "product-mgmt", caller.productChannel(), endpoints.products());
            int returns = ask(output, "return", caller.returnChannel(), endpoints.returns());
            int worst = Math.max(product, returns);
            Errors.hint(worst, output);
            return worst;
        }
    }

    /** Shows a line on one service, whatever becomes of the call, for which no token is needed; its part of the exit code. */
    private static int ask(Output output, String name, Channel channel, String address) {
        try {
            ServingStatus status = HealthGrpc.newBlockingStub(channel)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
            show(output, name, status.toString(), status.toString());
            return status == ServingStatus.SERVING ? 0 : 1;
        } catch (StatusRuntimeException e) {
            Refusal refusal = Refusal.of(e);
            String words = refusal.isUnreachable() ? "not reachable at " + address : refusal.toString();
            show(output, name, refusal.code().name(), words);
            return refusal.exitCode();
        }
    }

    private static void show(Output output, String name, String status, String words) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("service", name);
        fields.put("status", status);
        output.fields(fields, "%-13s %s".formatted(name, words));
    }
}
