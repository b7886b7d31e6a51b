package dev.polyrpc.gateway.graph;

import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.AdjustInventoryResponse;
import dev.polyrpc.proto.product.v1.BatchGetProductsRequest;
import dev.polyrpc.proto.product.v1.BatchGetProductsResponse;
import dev.polyrpc.proto.product.v1.BatchListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.BatchListInventoryEventsResponse;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.CreateProductResponse;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ListProductsResponse;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/** Product management as the graph needs it; every refusal is a {@link BackendFailure}. */
public interface ProductBackend {
    /** Reads up to 100 products at once. */
    CompletableFuture<BatchGetProductsResponse> products(BatchGetProductsRequest request, RequestScope scope);

    /** Reads a page of the catalogue. */
    CompletableFuture<ListProductsResponse> page(ListProductsRequest request, RequestScope scope);

    /** Reads the latest changes of stock of up to 100 products at once. */
    CompletableFuture<BatchListInventoryEventsResponse> events(
            BatchListInventoryEventsRequest request, RequestScope scope);

    /** Creates a product. */
    CompletableFuture<CreateProductResponse> create(CreateProductRequest request, RequestScope scope);

    /** Changes the stock on hand. */
    CompletableFuture<AdjustInventoryResponse> adjust(AdjustInventoryRequest request, RequestScope scope);

    /**
     * Follows changes of stock: each subscriber makes a call, which brings no more than is asked for.
     *
     * @param begin is told the position after which the watch begins, once that is known and before the first change
     */
    Flow.Publisher<WatchInventoryResponse> watch(WatchInventoryRequest request, RequestScope scope, LongConsumer begin);
}
