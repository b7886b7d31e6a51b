package dev.polyrpc.client.product;

import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.frame.Page;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.ListInventoryEventsResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists changes of stock. */
@Command(
        name = "events",
        description = "Lists changes of stock, the latest first.",
        footer = {"", "Example: polyrpc product events chai --page-size=5"})
final class ListEventsCommand implements Runnable {
    private final Invocation invocation;

    @Parameters(paramLabel = "PRODUCT", arity = "0..1", description = "Of this product alone; without it, of all.")
    private String productId = "";

    @Mixin
    private final Page page = new Page();

    ListEventsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (Session session = invocation.session()) {
            page.list(invocation.output(), ProductViews.EVENT, (size, token) -> {
                ListInventoryEventsResponse answer = session.products()
                        .listInventoryEvents(ListInventoryEventsRequest.newBuilder()
                                .setProductId(productId)
                                .setPageSize(size)
                                .setPageToken(token)
                                .build());
                return new Page.Answer<>(answer.getEventsList(), answer.getNextPageToken());
            });
        }
    }
}
