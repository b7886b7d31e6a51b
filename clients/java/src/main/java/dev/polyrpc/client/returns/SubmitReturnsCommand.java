package dev.polyrpc.client.returns;

import dev.polyrpc.client.bulk.FileRun;
import dev.polyrpc.client.bulk.Refusals;
import dev.polyrpc.client.bulk.RequestIds;
import dev.polyrpc.client.file.FileItem;
import dev.polyrpc.client.file.ItemFormats;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.frame.Patience;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.stream.Calls;
import dev.polyrpc.client.stream.Upload;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.SubmitReturnsRequest;
import dev.polyrpc.proto.returns.v1.SubmitReturnsResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Opens the returns of a file. */
@Command(
        name = "submit",
        description = {
            "Opens the returns of a file: CSV with the header order,product_id,quantity,reason, or JSON Lines of these. The "
                    + "same line is the same return: sent again within 24 hours it opens no second one.",
            "Exit: 0 all are open, 1 some were refused (they are named), 3 the service is not reachable."
        },
        footer = {"", "Example: polyrpc return submit returns.csv --client=alice"})
final class SubmitReturnsCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private final Patience patience = new Patience();

    @Parameters(paramLabel = "FILE", description = "The returns.")
    private Path file = Path.of("");

    SubmitReturnsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Output output = invocation.output();
        Refusals refusals = new Refusals();
        AtomicLong opened = new AtomicLong();
        try (Session session = invocation.session("alice")) {
            Upload<SubmitReturnsRequest, SubmitReturnsResponse> upload = new Upload<>(
                    Calls.within(Upload.DEADLINE, session.returnStreams(), ReturnServiceGrpc.getSubmitReturnsMethod()),
                    summary -> {
                        opened.addAndGet(summary.getOpenedCount());
                        refusals.add(summary.getRefusedCount(), summary.getRefusalsList());
                    },
                    patience.reconnection(output));
            new FileRun<>(file, ItemFormats.RETURNS).each(output, line -> send(line, upload, refusals));
            upload.finish();
        }
        SubmitReturnsResponse total = SubmitReturnsResponse.newBuilder()
                .setOpenedCount(opened.get())
                .setRefusedCount(refusals.count())
                .addAllRefusals(refusals.first())
                .build();
        output.summary(total, "%,d open, %,d refused".formatted(opened.get(), refusals.count()));
        refusals.show(output);
        return refusals.exitCode();
    }

    private static void send(
            FileItem<InitiateReturnRequest> line,
            Upload<SubmitReturnsRequest, SubmitReturnsResponse> upload,
            Refusals refusals)
            throws InterruptedException {
        InitiateReturnRequest item = line.item();
        if (item == null) {
            refusals.add(Refusals.unreadable(line));
        } else {
            String said = item.getRequestId();
            upload.send(SubmitReturnsRequest.newBuilder()
                    .setItem(line.line())
                    .setProductReturn(item.toBuilder().setRequestId(said.isEmpty() ? RequestIds.ofContent(item) : said))
                    .build());
        }
    }
}
