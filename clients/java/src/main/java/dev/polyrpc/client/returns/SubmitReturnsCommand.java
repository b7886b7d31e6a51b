package dev.polyrpc.client.returns;

import dev.polyrpc.client.bulk.FileRun;
import dev.polyrpc.client.bulk.FileUpload;
import dev.polyrpc.client.bulk.FileWork;
import dev.polyrpc.client.bulk.RequestIds;
import dev.polyrpc.client.file.ItemFormats;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.frame.PatienceOption;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.stream.Calls;
import dev.polyrpc.client.stream.Upload;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.SubmitReturnsRequest;
import dev.polyrpc.proto.returns.v1.SubmitReturnsResponse;
import io.grpc.ClientCall;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
    private final PatienceOption patience = new PatienceOption();

    @Parameters(paramLabel = "FILE", description = "The returns.")
    private Path file = Path.of("");

    SubmitReturnsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws Exception {
        Output output = invocation.output();
        SubmitTotal total = new SubmitTotal();
        FileUpload<InitiateReturnRequest, SubmitReturnsRequest> upload =
                new FileUpload<>(new FileRun<>(file, ItemFormats.RETURNS), SubmitReturnsCommand::request);
        try (Session session = invocation.session(Invocation.CUSTOMER)) {
            return FileWork.run(
                    output,
                    total,
                    () -> upload.send(
                            new Upload<>(calls(session), total::add, patience.reconnection(output)),
                            total.refusals(),
                            output));
        }
    }

    private static SubmitReturnsRequest request(long line, InitiateReturnRequest item) {
        String said = item.getRequestId();
        return SubmitReturnsRequest.newBuilder()
                .setItem(line)
                .setProductReturn(item.toBuilder().setRequestId(said.isEmpty() ? RequestIds.ofContent(item) : said))
                .build();
    }

    private static Supplier<ClientCall<SubmitReturnsRequest, SubmitReturnsResponse>> calls(Session session) {
        return Calls.within(Upload.DEADLINE, session.returnStreams(), ReturnServiceGrpc.getSubmitReturnsMethod());
    }
}
