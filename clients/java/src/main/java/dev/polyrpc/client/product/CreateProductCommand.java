package dev.polyrpc.client.product;

import dev.polyrpc.client.frame.Change;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.Product;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Creates a product. */
@Command(
        name = "create",
        description = "Creates a product with an empty stock.",
        footer = {"", "Example: polyrpc product create earl-grey --name='Earl Grey' --category=Beverages --price=12.50"
        })
final class CreateProductCommand implements Runnable {
    private final Invocation invocation;

    @Parameters(paramLabel = "PRODUCT", description = "Its id: 1 to 63 of a-z, 0-9 and '-'.")
    private String productId = "";

    @Mixin
    private final EntryOptions entry = new EntryOptions();

    @Mixin
    private final Change change = new Change();

    CreateProductCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        Product.Builder product = Product.newBuilder().setProductId(productId);
        entry.putInto(product);
        CreateProductRequest request = CreateProductRequest.newBuilder()
                .setProduct(product)
                .setRequestId(change.requestId())
                .build();
        try (Session session = invocation.session()) {
            Product created = change.call(session.products(), products -> products.createProduct(request))
                    .getProduct();
            invocation.output().one(ProductViews.PRODUCT, created);
        }
    }
}
