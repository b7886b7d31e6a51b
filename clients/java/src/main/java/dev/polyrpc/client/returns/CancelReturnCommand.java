package dev.polyrpc.client.returns;

import dev.polyrpc.client.frame.Change;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Withdraws a return. */
@Command(
        name = "cancel",
        description = "Withdraws a customer's return that nobody has inspected yet.",
        footer = {"", "Example: polyrpc return cancel 01939f2e-5f5c-7d1a-9a55-2f9d0c6a1b10 --client=bob"})
final class CancelReturnCommand implements Runnable {
    private final Invocation invocation;

    @Parameters(paramLabel = "RETURN", description = "Its id.")
    private String returnId = "";

    @Mixin
    private final Change change = new Change();

    CancelReturnCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        CancelReturnRequest request = CancelReturnRequest.newBuilder()
                .setReturnId(returnId)
                .setRequestId(change.requestId())
                .build();
        try (Session session = invocation.session(Invocation.CUSTOMER)) {
            ProductReturn cancelled = change.call(session.returns(), returns -> returns.cancelReturn(request))
                    .getProductReturn();
            invocation.output().one(ReturnViews.RETURN, cancelled);
        }
    }
}
