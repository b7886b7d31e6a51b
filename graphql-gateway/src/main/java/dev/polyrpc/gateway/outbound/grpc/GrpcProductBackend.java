package dev.polyrpc.gateway.outbound.grpc;

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
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/** Product management over gRPC. Safe for use by many threads. */
public final class GrpcProductBackend implements ProductBackend {
    private final BackendCalls calls;
    private final BackendStreams streams;

    /** Makes a backend of calls and streams to product management. */
    public GrpcProductBackend(BackendCalls calls, BackendStreams streams) {
        this.calls = calls;
        this.streams = streams;
    }

    @Override
    public CompletableFuture<BatchGetProductsResponse> products(BatchGetProductsRequest request, RequestScope scope) {
        return calls.call(ProductMgmtServiceGrpc.getBatchGetProductsMethod(), request, scope);
    }

    @Override
    public CompletableFuture<ListProductsResponse> page(ListProductsRequest request, RequestScope scope) {
        return calls.call(ProductMgmtServiceGrpc.getListProductsMethod(), request, scope);
    }

    @Override
    public CompletableFuture<BatchListInventoryEventsResponse> events(
            BatchListInventoryEventsRequest request, RequestScope scope) {
        return calls.call(ProductMgmtServiceGrpc.getBatchListInventoryEventsMethod(), request, scope);
    }

    @Override
    public CompletableFuture<CreateProductResponse> create(CreateProductRequest request, RequestScope scope) {
        return calls.call(ProductMgmtServiceGrpc.getCreateProductMethod(), request, scope);
    }

    @Override
    public CompletableFuture<AdjustInventoryResponse> adjust(AdjustInventoryRequest request, RequestScope scope) {
        return calls.call(ProductMgmtServiceGrpc.getAdjustInventoryMethod(), request, scope);
    }

    @Override
    public Flow.Publisher<WatchInventoryResponse> watch(
            WatchInventoryRequest request, RequestScope scope, LongConsumer begin) {
        return streams.watch(ProductMgmtServiceGrpc.getWatchInventoryMethod(), request, scope, begin);
    }
}
