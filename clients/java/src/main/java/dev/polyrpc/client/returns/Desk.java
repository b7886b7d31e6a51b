package dev.polyrpc.client.returns;

import dev.polyrpc.client.session.Refusal;
import dev.polyrpc.client.stream.Exchange;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsResponse;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceBlockingStub;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.Verdict;
import io.grpc.StatusRuntimeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.UUID;

/** Reads an inspector's lines, and does what they say. For use by one thread. */
final class Desk {
    private static final String HELP = """
            accept RETURN [NOTE]   the units can be sold again
            reject RETURN [NOTE]   they cannot: they are written off
            list                   returns that wait for inspection
            quit                   ends, once all answers are there""";
    private static final int MOST_LISTED = 100;

    private final ReturnServiceBlockingStub returns;
    private final Exchange<InspectReturnsRequest, InspectReturnsResponse> exchange;
    private final DeskScreen screen;

    Desk(
            ReturnServiceBlockingStub returns,
            Exchange<InspectReturnsRequest, InspectReturnsResponse> exchange,
            DeskScreen screen) {
        this.returns = returns;
        this.exchange = exchange;
        this.screen = screen;
    }

    /** Serves until there are no more lines, or one says quit. */
    void serve(BufferedReader lines) throws IOException, InterruptedException {
        screen.prompt();
        long number = 1;
        for (String line = lines.readLine(); line != null && !isQuit(line); line = lines.readLine()) {
            serve(number, line.strip());
            number++;
            screen.prompt();
        }
    }

    private static boolean isQuit(String line) {
        return line.strip().equals("quit");
    }

    private void serve(long number, String line) throws InterruptedException {
        String[] words = line.split("\\s+", 3);
        switch (words[0]) {
            case "accept" -> decide(number, Verdict.VERDICT_ACCEPT, words);
            case "reject" -> decide(number, Verdict.VERDICT_REJECT, words);
            case "list" -> list(number);
            case "help" -> HELP.lines().forEach(screen::line);
            case "" -> {}
            default ->
                screen.refuse(
                        number, Refusal.usage("%s (expected: accept, reject, list, help or quit)".formatted(words[0])));
        }
    }

    private void decide(long number, Verdict verdict, String[] words) throws InterruptedException {
        if (words.length < 2) {
            screen.refuse(number, Refusal.usage("%s: which return? (expected: its id)".formatted(words[0])));
            return;
        }
        InspectReturnRequest inspection = InspectReturnRequest.newBuilder()
                .setReturnId(words[1])
                .setVerdict(verdict)
                .setNote(words.length == 3 ? words[2] : "")
                .setRequestId(UUID.randomUUID().toString())
                .build();
        exchange.submit(
                number,
                InspectReturnsRequest.newBuilder()
                        .setItem(number)
                        .setInspection(inspection)
                        .build());
    }

    private void list(long number) {
        try {
            screen.waiting(returns.listReturns(ListReturnsRequest.newBuilder()
                            .setState(ReturnState.RETURN_STATE_QUARANTINED)
                            .setPageSize(MOST_LISTED)
                            .build())
                    .getProductReturnsList());
        } catch (StatusRuntimeException e) {
            screen.refuse(number, Refusal.of(e));
        }
    }
}
