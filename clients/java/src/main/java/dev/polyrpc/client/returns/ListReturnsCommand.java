package dev.polyrpc.client.returns;

import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.frame.Page;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsResponse;
import dev.polyrpc.proto.returns.v1.ReturnState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists returns. */
@Command(
        name = "list",
        description = "Lists the returns that the caller may see, the latest first: customers see their own.",
        footer = {"", "Example: polyrpc return list --state=quarantined --product=chai"})
final class ListReturnsCommand implements Runnable {
    private final Invocation invocation;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            converter = ReturnChoices.State.class,
            completionCandidates = ReturnChoices.State.class,
            description = "Only those that are ${COMPLETION-CANDIDATES}.")
    private ReturnState state = ReturnState.RETURN_STATE_UNSPECIFIED;

    @Option(names = "--product", paramLabel = "PRODUCT", description = "Only those of this product.")
    private String productId = "";

    @Mixin
    private final Page page = new Page();

    ListReturnsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (Session session = invocation.session()) {
            page.list(invocation.output(), ReturnViews.RETURN, (size, token) -> {
                ListReturnsResponse answer = session.returns()
                        .listReturns(ListReturnsRequest.newBuilder()
                                .setPageSize(size)
                                .setPageToken(token)
                                .setState(state)
                                .setProductId(productId)
                                .build());
                return new Page.Answer<>(answer.getProductReturnsList(), answer.getNextPageToken());
            });
        }
    }
}
