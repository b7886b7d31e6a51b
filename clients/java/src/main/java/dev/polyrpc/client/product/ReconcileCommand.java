package dev.polyrpc.client.product;

import dev.polyrpc.client.bulk.Feeder;
import dev.polyrpc.client.bulk.FileRun;
import dev.polyrpc.client.bulk.FileWork;
import dev.polyrpc.client.bulk.Refusals;
import dev.polyrpc.client.bulk.RequestIds;
import dev.polyrpc.client.file.FileItem;
import dev.polyrpc.client.file.ItemFormats;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.frame.PatienceOption;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.stream.Calls;
import dev.polyrpc.client.stream.Exchange;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Corrects the stock to what was counted. */
@Command(
        name = "reconcile",
        description = {
            "A stocktake: corrects the stock on hand to what was counted. FILE: CSV with the header "
                    + "product_id,counted,stock_version, or JSON Lines of these. A count made before the stock last changed "
                    + "is refused: count again. A line that took effect takes none when it is sent again.",
            "Exit: 0 the stock is as counted, 1 some lines were refused (they are named), 3 the service is not reachable."
        },
        footer = {"", "Example: polyrpc reconcile counts.csv"})
final class ReconcileCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private final PatienceOption patience = new PatienceOption();

    @Parameters(paramLabel = "FILE", description = "The counts.")
    private Path file = Path.of("");

    ReconcileCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws Exception {
        Output output = invocation.output();
        StocktakeTotal total = new StocktakeTotal(output);
        try (Session session = invocation.session()) {
            Exchange<ReconcileInventoryRequest, ReconcileInventoryResponse> exchange = new Exchange<>(
                    Calls.lasting(session.productStreams(), ProductMgmtServiceGrpc.getReconcileInventoryMethod()),
                    ReconcileInventoryResponse::getItem,
                    patience.reconnection(output));
            FileRun<ReconcileInventoryRequest> counts = new FileRun<>(file, ItemFormats.COUNTS);
            return FileWork.run(
                    output,
                    total,
                    () -> Feeder.run(exchange, () -> counts.each(line -> submit(line, exchange, total)), total::add));
        }
    }

    private static void submit(
            FileItem<ReconcileInventoryRequest> line,
            Exchange<ReconcileInventoryRequest, ReconcileInventoryResponse> exchange,
            StocktakeTotal total)
            throws InterruptedException {
        ReconcileInventoryRequest count = line.item();
        if (count == null) {
            total.add(ReconcileInventoryResponse.newBuilder()
                    .setItem(line.line())
                    .setRefusal(Refusals.unreadable(line))
                    .build());
        } else {
            String said = count.getRequestId();
            total.sending(line.line(), count.getProductId());
            exchange.submit(
                    line.line(),
                    count.toBuilder()
                            .setItem(line.line())
                            .setRequestId(said.isEmpty() ? RequestIds.ofContent(count) : said)
                            .build());
        }
    }
}
