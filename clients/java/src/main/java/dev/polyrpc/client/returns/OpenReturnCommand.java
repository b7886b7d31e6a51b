package dev.polyrpc.client.returns;

import dev.polyrpc.client.frame.Change;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens a return. */
@Command(
        name = "open",
        description = "Opens a return of a customer and has its units taken into quarantine.",
        footer = {"", "Example: polyrpc return open chai --order=A-1001 --quantity=2 --reason=damaged"})
final class OpenReturnCommand implements Runnable {
    private final Invocation invocation;

    @Parameters(paramLabel = "PRODUCT", description = "What comes back.")
    private String productId = "";

    @Option(names = "--order", paramLabel = "TEXT", required = true, description = "The order that it came with.")
    private String order = "";

    @Option(
            names = "--quantity",
            paramLabel = "N",
            defaultValue = "1",
            description = "Units that come back. Default: ${DEFAULT-VALUE}.")
    private int quantity = 1;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            required = true,
            converter = ReturnChoices.Reason.class,
            completionCandidates = ReturnChoices.Reason.class,
            description = "Why: ${COMPLETION-CANDIDATES}.")
    private ReturnReason reason = ReturnReason.RETURN_REASON_UNSPECIFIED;

    @Mixin
    private final Change change = new Change();

    OpenReturnCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        InitiateReturnRequest request = InitiateReturnRequest.newBuilder()
                .setProductId(productId)
                .setOrder(order)
                .setQuantity(quantity)
                .setReason(reason)
                .setRequestId(change.requestId())
                .build();
        try (Session session = invocation.session(Invocation.CUSTOMER)) {
            ProductReturn opened = change.call(session.returns(), returns -> returns.initiateReturn(request))
                    .getProductReturn();
            invocation.output().one(ReturnViews.RETURN, opened);
        }
    }
}
