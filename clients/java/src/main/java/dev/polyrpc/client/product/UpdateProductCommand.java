package dev.polyrpc.client.product;

import com.google.protobuf.FieldMask;
import dev.polyrpc.client.frame.Change;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.UpdateProductRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a catalogue entry. */
@Command(
        name = "update",
        description =
                "Changes what the catalogue says of a product: the fields whose options are given, and no others.",
        footer = {"", "Example: polyrpc product update chai --price=19.00 --no-discontinued"})
final class UpdateProductCommand implements Runnable {
    private final Invocation invocation;

    @Parameters(paramLabel = "PRODUCT", description = "Its id.")
    private String productId = "";

    @Mixin
    private final EntryOptions entry = new EntryOptions();

    @Option(
            names = "--etag",
            paramLabel = "ETAG",
            description = "Change only what was read with this etag. Default: what is there now.")
    private @Nullable String etag;

    @Mixin
    private final Change change = new Change();

    UpdateProductCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        Product.Builder product = Product.newBuilder().setProductId(productId);
        FieldMask given = entry.putInto(product);
        if (given.getPathsCount() == 0) {
            throw new IllegalArgumentException("nothing to change (expected: an option such as --price)");
        }
        if (change.isRepeated() && etag == null) {
            throw new IllegalArgumentException(
                    "--request-id: the change of that id was made with an --etag: give it too");
        }
        try (Session session = invocation.session()) {
            String expected = etag == null ? etagOf(session) : etag;
            UpdateProductRequest request = UpdateProductRequest.newBuilder()
                    .setProduct(product.setEtag(expected))
                    .setUpdateMask(given)
                    .setRequestId(change.requestId())
                    .build();
            Product updated = change.repeatableWith("--etag=" + expected)
                    .call(session.products(), products -> products.updateProduct(request))
                    .getProduct();
            invocation.output().one(ProductViews.PRODUCT, updated);
        }
    }

    private String etagOf(Session session) {
        return session.products()
                .getProduct(
                        GetProductRequest.newBuilder().setProductId(productId).build())
                .getProduct()
                .getEtag();
    }
}
