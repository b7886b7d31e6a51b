package dev.polyrpc.client.returns;

import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.proto.returns.v1.GetReturnRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one return. */
@Command(
        name = "get",
        description = "Shows a return and its history.",
        footer = {"", "Example: polyrpc return get 01939f2e-5f5c-7d1a-9a55-2f9d0c6a1b10"})
final class GetReturnCommand implements Runnable {
    private final Invocation invocation;

    @Parameters(paramLabel = "RETURN", description = "Its id.")
    private String returnId = "";

    GetReturnCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        GetReturnRequest request =
                GetReturnRequest.newBuilder().setReturnId(returnId).build();
        try (Session session = invocation.session()) {
            invocation
                    .output()
                    .one(
                            ReturnViews.RETURN,
                            session.returns().getReturn(request).getProductReturn());
        }
    }
}
