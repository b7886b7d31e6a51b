package dev.polyrpc.client.returns;

import dev.polyrpc.client.bulk.Feeder;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.frame.PatienceOption;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.stream.Calls;
import dev.polyrpc.client.stream.Exchange;
import dev.polyrpc.proto.returns.v1.InspectReturnsRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsResponse;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** An inspection desk at the terminal, or fed by a pipe. */
@Command(
        name = "desk",
        description = {
            "An inspection desk: reads a verdict on each line and shows what became of each as it is known. A verdict whose "
                    + "answer was lost is sent again, and takes effect once.",
            "Lines: accept RETURN [NOTE], reject RETURN [NOTE], list, help, quit.",
            "Exit: 0 all verdicts took effect, 1 some were refused, 3 the service is not reachable."
        },
        footer = {"", "Example: polyrpc return desk"})
final class DeskCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private final PatienceOption patience = new PatienceOption();

    DeskCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws Exception {
        Output output = invocation.output();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Session session = invocation.session()) {
            Exchange<InspectReturnsRequest, InspectReturnsResponse> exchange = new Exchange<>(
                    Calls.lasting(session.returnStreams(), ReturnServiceGrpc.getInspectReturnsMethod()),
                    InspectReturnsResponse::getItem,
                    patience.reconnection(output));
            DeskScreen screen = new DeskScreen(output, invocation.isTyped());
            try {
                Feeder.run(exchange, () -> new Desk(session.returns(), exchange, screen).serve(lines), screen::answer);
            } finally {
                exchange.unanswered().forEach(screen::unknown);
            }
            return screen.exitCode();
        }
    }
}
