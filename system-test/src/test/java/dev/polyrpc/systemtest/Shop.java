package dev.polyrpc.systemtest;

import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.GetReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.Verdict;
import java.util.UUID;

/** The steps of the story, each one call: what alice and the warehouse say to both services. */
final class Shop {
    private final Landscape landscape;

    Shop(Landscape landscape) {
        this.landscape = landscape;
    }

    /** Puts a product with some units on hand into the catalogue; answers its id. */
    String stock(String productId, int units) {
        landscape
                .products("warehouse")
                .createProduct(CreateProductRequest.newBuilder()
                        .setProduct(Product.newBuilder()
                                .setProductId(productId)
                                .setName("Product " + productId)
                                .setUnitPriceCents(1_800))
                        .setRequestId(requestId())
                        .build());
        landscape.products("warehouse").adjustInventory(adjustment(productId, units));
        return productId;
    }

    /** Alice opens a return. */
    ProductReturn open(String productId, int quantity) {
        return landscape
                .returns("alice")
                .initiateReturn(opening(productId, quantity))
                .getProductReturn();
    }

    /** The request that opens a return. */
    static InitiateReturnRequest opening(String productId, int quantity) {
        return InitiateReturnRequest.newBuilder()
                .setOrder("order " + UUID.randomUUID())
                .setProductId(productId)
                .setQuantity(quantity)
                .setReason(ReturnReason.RETURN_REASON_UNWANTED)
                .setRequestId(requestId())
                .build();
    }

    /** The warehouse decides a return. */
    ProductReturn inspect(ProductReturn opened, Verdict verdict) {
        return landscape
                .returns("warehouse")
                .inspectReturn(InspectReturnRequest.newBuilder()
                        .setReturnId(opened.getReturnId())
                        .setVerdict(verdict)
                        .setNote("seen")
                        .setRequestId(requestId())
                        .build())
                .getProductReturn();
    }

    /** Alice withdraws a return. */
    ProductReturn cancel(ProductReturn opened) {
        return landscape
                .returns("alice")
                .cancelReturn(CancelReturnRequest.newBuilder()
                        .setReturnId(opened.getReturnId())
                        .setRequestId(requestId())
                        .build())
                .getProductReturn();
    }

    /** The return as it is now. */
    ProductReturn read(ProductReturn opened) {
        return landscape
                .returns("alice")
                .getReturn(GetReturnRequest.newBuilder()
                        .setReturnId(opened.getReturnId())
                        .build())
                .getProductReturn();
    }

    /** The stock of a product as it is now. */
    Stock stockOf(String productId) {
        return landscape
                .products("auditor")
                .getProduct(get(productId))
                .getProduct()
                .getStock();
    }

    /** The request that changes the stock on hand. */
    static AdjustInventoryRequest adjustment(String productId, int change) {
        return AdjustInventoryRequest.newBuilder()
                .setProductId(productId)
                .setChange(change)
                .setRequestId(requestId())
                .build();
    }

    /** The request that reads a product. */
    static GetProductRequest get(String productId) {
        return GetProductRequest.newBuilder().setProductId(productId).build();
    }

    private static String requestId() {
        return UUID.randomUUID().toString();
    }
}
