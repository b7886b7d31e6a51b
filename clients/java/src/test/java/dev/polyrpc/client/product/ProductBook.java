package dev.polyrpc.client.product;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.grpc.CallContext;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.AdjustInventoryResponse;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.CreateProductResponse;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.InventoryCause;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.ListInventoryEventsResponse;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ListProductsResponse;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceImplBase;
import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.proto.product.v1.UpdateProductRequest;
import dev.polyrpc.proto.product.v1.UpdateProductResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A product management with one product, chai, and pages of two more; it notes what it is asked. */
final class ProductBook extends ProductMgmtServiceImplBase {
    final List<Object> asked = new CopyOnWriteArrayList<>();
    final List<String> requestIds = new CopyOnWriteArrayList<>();
    /** How many calls it answers that it is not available. */
    final AtomicInteger unavailable = new AtomicInteger();

    static Product chai() {
        return Product.newBuilder()
                .setProductId("chai")
                .setName("Chai")
                .setCategory("Beverages")
                .setUnitPriceCents(1805)
                .setEtag("7")
                .setStock(Stock.newBuilder().setOnHand(39).setStockVersion(4))
                .build();
    }

    @Override
    public void getProduct(GetProductRequest request, StreamObserver<GetProductResponse> responses) {
        note(request);
        switch (request.getProductId()) {
            case "chai" ->
                answer(
                        responses,
                        GetProductResponse.newBuilder().setProduct(chai()).build());
            case "silent" -> {} // until the deadline
            default -> throw new Failure(Kind.NOT_FOUND, "PRODUCT_NOT_FOUND", "product_id: " + request.getProductId());
        }
    }

    @Override
    public void listProducts(ListProductsRequest request, StreamObserver<ListProductsResponse> responses) {
        note(request);
        boolean first = request.getPageToken().isEmpty();
        answer(
                responses,
                ListProductsResponse.newBuilder()
                        .addProducts(chai().toBuilder().setProductId(first ? "chai" : "chang"))
                        .setNextPageToken(first ? "second" : "")
                        .build());
    }

    @Override
    public void createProduct(CreateProductRequest request, StreamObserver<CreateProductResponse> responses) {
        note(request);
        answer(
                responses,
                CreateProductResponse.newBuilder()
                        .setProduct(request.getProduct())
                        .build());
    }

    @Override
    public void updateProduct(UpdateProductRequest request, StreamObserver<UpdateProductResponse> responses) {
        note(request);
        answer(responses, UpdateProductResponse.newBuilder().setProduct(chai()).build());
    }

    @Override
    public void adjustInventory(AdjustInventoryRequest request, StreamObserver<AdjustInventoryResponse> responses) {
        note(request);
        if (request.getChange() == 0) {
            throw Failure.invalid("QUANTITY_OUT_OF_RANGE", "change", 0, "not 0");
        }
        answer(
                responses,
                AdjustInventoryResponse.newBuilder()
                        .setEvent(event(request.getChange()))
                        .build());
    }

    @Override
    public void listInventoryEvents(
            ListInventoryEventsRequest request, StreamObserver<ListInventoryEventsResponse> responses) {
        note(request);
        answer(
                responses,
                ListInventoryEventsResponse.newBuilder().addEvents(event(3)).build());
    }

    private static InventoryEvent event(int change) {
        return InventoryEvent.newBuilder()
                .setPosition(12)
                .setProductId("chai")
                .setCause(InventoryCause.INVENTORY_CAUSE_WRITE_OFF)
                .setChange(change)
                .build();
    }

    private void note(Object request) {
        asked.add(request);
        requestIds.add(CallContext.requestId());
        if (unavailable.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new Failure(Kind.UNAVAILABLE, "DATABASE_UNAVAILABLE", "not now");
        }
    }

    private static <A> void answer(StreamObserver<A> responses, A answer) {
        responses.onNext(answer);
        responses.onCompleted();
    }
}
