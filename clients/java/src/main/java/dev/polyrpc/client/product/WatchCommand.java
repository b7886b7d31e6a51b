package dev.polyrpc.client.product;

import dev.polyrpc.client.bulk.Watching;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.frame.PatienceOption;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.output.Rows;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.stream.Calls;
import dev.polyrpc.client.stream.ResumingWatch;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Follows the changes of stock. */
@Command(
        name = "watch",
        description = {
            "Shows each change of stock as it happens, once and in order, also across a restart of the service.",
            "With --json each is an InventoryEvent. Ctrl-C ends it."
        },
        footer = {"", "Example: polyrpc watch --after=0 --count=5"})
final class WatchCommand implements Runnable {
    private final Invocation invocation;

    @Mixin
    private final PatienceOption patience = new PatienceOption();

    @Mixin
    private final Watching watching = new Watching();

    @Option(names = "--product", paramLabel = "PRODUCT", description = "Only of this product; up to 100 times.")
    private List<String> products = List.of();

    WatchCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        Output output = invocation.output();
        try (Session session = invocation.session();
                ResumingWatch<WatchInventoryRequest, WatchInventoryResponse> watch = new ResumingWatch<>(
                        Calls.lasting(session.productStreams(), ProductMgmtServiceGrpc.getWatchInventoryMethod()),
                        this::request,
                        answer -> answer.getEvent().getPosition(),
                        watching.after(),
                        patience.reconnection(output))) {
            Rows<InventoryEvent> rows = output.rows(ProductViews.EVENT);
            watching.follow(watch, output, answer -> rows.add(answer.getEvent()));
        }
    }

    private WatchInventoryRequest request(@Nullable Long after) {
        WatchInventoryRequest.Builder request =
                WatchInventoryRequest.newBuilder().addAllProductIds(products);
        if (after != null) {
            request.setAfter(after);
        }
        return request.build();
    }
}
