package dev.polyrpc.client.product;

import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one product. */
@Command(
        name = "get",
        description = "Shows a product and its stock.",
        footer = {"", "Example: polyrpc product get chai"})
final class GetProductCommand implements Runnable {
    private final Invocation invocation;

    @Parameters(paramLabel = "PRODUCT", description = "Its id.")
    private String productId = "";

    GetProductCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        GetProductRequest request =
                GetProductRequest.newBuilder().setProductId(productId).build();
        try (Session session = invocation.session()) {
            invocation
                    .output()
                    .one(
                            ProductViews.PRODUCT,
                            session.products().getProduct(request).getProduct());
        }
    }
}
