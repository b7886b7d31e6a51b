package dev.polyrpc.client.returns;

import static dev.polyrpc.client.output.Column.number;
import static dev.polyrpc.client.output.Column.text;
import static dev.polyrpc.client.output.Column.word;

import dev.polyrpc.client.bulk.Watching;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.frame.PatienceOption;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.output.Rows;
import dev.polyrpc.client.output.View;
import dev.polyrpc.client.output.Words;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.stream.Calls;
import dev.polyrpc.client.stream.ResumingWatch;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Follows the changes of returns. */
@Command(
        name = "watch",
        description = {
            "Shows each change of a return as it happens, once and in order, also across a restart of the service: a "
                    + "customer's own returns, staff all.",
            "With --json each is a WatchReturnsResponse. Ctrl-C ends it."
        },
        footer = {"", "Example: polyrpc return watch --after=0 --count=5"})
final class WatchReturnsCommand implements Runnable {
    private static final View<WatchReturnsResponse> VIEW = new View<>(
            List.of(
                    number("position", 8, WatchReturnsResponse::getPosition),
                    word(
                            "time",
                            20,
                            answer -> Words.time(answer.getProductReturn().getUpdateTime())),
                    word("return", 36, answer -> answer.getProductReturn().getReturnId()),
                    word(
                            "state",
                            11,
                            answer -> Words.of(answer.getProductReturn().getState())),
                    word("product", 24, answer -> answer.getProductReturn().getProductId()),
                    number("quantity", 8, answer -> answer.getProductReturn().getQuantity()),
                    word("customer", 10, answer -> answer.getProductReturn().getCustomer()),
                    text("order", 20, answer -> answer.getProductReturn().getOrder())),
            List.of());

    private final Invocation invocation;

    @Mixin
    private final PatienceOption patience = new PatienceOption();

    @Mixin
    private final Watching watching = new Watching();

    WatchReturnsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        Output output = invocation.output();
        try (Session session = invocation.session();
                ResumingWatch<WatchReturnsRequest, WatchReturnsResponse> watch = new ResumingWatch<>(
                        Calls.lasting(session.returnStreams(), ReturnServiceGrpc.getWatchReturnsMethod()),
                        WatchReturnsCommand::request,
                        WatchReturnsResponse::getPosition,
                        watching.after(),
                        patience.reconnection(output))) {
            Rows<WatchReturnsResponse> rows = output.rows(VIEW);
            watching.follow(watch, output, rows::add);
        }
    }

    private static WatchReturnsRequest request(@Nullable Long after) {
        WatchReturnsRequest.Builder request = WatchReturnsRequest.newBuilder();
        if (after != null) {
            request.setAfter(after);
        }
        return request.build();
    }
}
