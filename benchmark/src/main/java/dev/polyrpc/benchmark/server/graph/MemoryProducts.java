package dev.polyrpc.benchmark.server.graph;

import dev.polyrpc.gateway.graph.ProductBackend;
import dev.polyrpc.gateway.graph.RequestScope;
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
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Some products in the gateway's own memory; they can be read by their ids, and nothing else. Safe for use by many threads. */
final class MemoryProducts implements ProductBackend {
    private final Map<String, Product> products = SampleReturns.products().stream()
            .collect(Collectors.toUnmodifiableMap(Product::getProductId, Function.identity()));

    @Override
    public CompletableFuture<BatchGetProductsResponse> products(BatchGetProductsRequest request, RequestScope scope) {
        BatchGetProductsResponse.Builder answer = BatchGetProductsResponse.newBuilder();
        request.getProductIdsList().forEach(id -> answer.addProducts(products.get(id)));
        return CompletableFuture.completedFuture(answer.build());
    }

    @Override
    public CompletableFuture<ListProductsResponse> page(ListProductsRequest request, RequestScope scope) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<BatchListInventoryEventsResponse> events(
            BatchListInventoryEventsRequest request, RequestScope scope) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<CreateProductResponse> create(CreateProductRequest request, RequestScope scope) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<AdjustInventoryResponse> adjust(AdjustInventoryRequest request, RequestScope scope) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flow.Publisher<WatchInventoryResponse> watch(
            WatchInventoryRequest request, RequestScope scope, LongConsumer begin) {
        throw new UnsupportedOperationException();
    }
}
