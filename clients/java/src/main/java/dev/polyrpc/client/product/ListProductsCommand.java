package dev.polyrpc.client.product;

import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.frame.Page;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ListProductsResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the catalogue. */
@Command(
        name = "list",
        description = "Lists the catalogue in order of the ids.",
        footer = {"", "Example: polyrpc product list --all"})
final class ListProductsCommand implements Runnable {
    private final Invocation invocation;

    @Mixin
    private final Page page = new Page();

    ListProductsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (Session session = invocation.session()) {
            page.list(invocation.output(), ProductViews.PRODUCT, (size, token) -> {
                ListProductsResponse answer = session.products()
                        .listProducts(ListProductsRequest.newBuilder()
                                .setPageSize(size)
                                .setPageToken(token)
                                .build());
                return new Page.Answer<>(answer.getProductsList(), answer.getNextPageToken());
            });
        }
    }
}
