package dev.polyrpc.gateway.outbound.thrift;

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
import dev.polyrpc.proto.product.v1.ProductInventoryEvents;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/** Product management over Thrift. Safe for use by many threads. */
public final class ThriftProductBackend implements ProductBackend {
    private final ThriftBackendCalls calls;
    private final ThriftBackendCalls polls;

    /** Makes a backend of calls to product management, and of those that follow its changes. */
    public ThriftProductBackend(ThriftBackendCalls calls, ThriftBackendCalls polls) {
        this.calls = calls;
        this.polls = polls;
    }

    @Override
    public CompletableFuture<BatchGetProductsResponse> products(BatchGetProductsRequest request, RequestScope scope) {
        var asked = new dev.polyrpc.thrift.product.v1.BatchGetProductsRequest()
                .setProductIds(request.getProductIdsList())
                .setReadMask(request.getReadMask().getPathsList());
        return calls.call(
                ProductMethods.BATCH_GET,
                asked,
                scope,
                answer -> BatchGetProductsResponse.newBuilder()
                        .addAllProducts(ProductMessages.products(answer.getProducts()))
                        .addAllMissingProductIds(ProductMessages.present(answer.getMissingProductIds()))
                        .build());
    }

    @Override
    public CompletableFuture<ListProductsResponse> page(ListProductsRequest request, RequestScope scope) {
        var asked = new dev.polyrpc.thrift.product.v1.ListProductsRequest()
                .setPageSize(request.getPageSize())
                .setPageToken(request.getPageToken())
                .setReadMask(request.getReadMask().getPathsList());
        return calls.call(
                ProductMethods.LIST,
                asked,
                scope,
                answer -> ListProductsResponse.newBuilder()
                        .addAllProducts(ProductMessages.products(answer.getProducts()))
                        .setNextPageToken(answer.getNextPageToken())
                        .build());
    }

    @Override
    public CompletableFuture<BatchListInventoryEventsResponse> events(
            BatchListInventoryEventsRequest request, RequestScope scope) {
        var asked = new dev.polyrpc.thrift.product.v1.BatchListInventoryEventsRequest()
                .setProductIds(request.getProductIdsList())
                .setLimit(request.getLimit());
        return calls.call(ProductMethods.BATCH_LIST_EVENTS, asked, scope, ThriftProductBackend::ofProducts);
    }

    @Override
    public CompletableFuture<CreateProductResponse> create(CreateProductRequest request, RequestScope scope) {
        var asked = new dev.polyrpc.thrift.product.v1.CreateProductRequest()
                .setProduct(ProductMessages.toThrift(request.getProduct()))
                .setRequestId(request.getRequestId());
        return calls.call(
                ProductMethods.CREATE,
                asked,
                scope,
                answer -> CreateProductResponse.newBuilder()
                        .setProduct(ProductMessages.product(answer.getProduct()))
                        .build());
    }

    @Override
    public CompletableFuture<AdjustInventoryResponse> adjust(AdjustInventoryRequest request, RequestScope scope) {
        var asked = new dev.polyrpc.thrift.product.v1.AdjustInventoryRequest()
                .setProductId(request.getProductId())
                .setChange(request.getChange())
                .setRequestId(request.getRequestId());
        return calls.call(
                ProductMethods.ADJUST,
                asked,
                scope,
                answer -> AdjustInventoryResponse.newBuilder()
                        .setEvent(ProductMessages.event(answer.getEvent()))
                        .build());
    }

    @Override
    public Flow.Publisher<WatchInventoryResponse> watch(
            WatchInventoryRequest request, RequestScope scope, LongConsumer begin) {
        return subscriber -> new PolledWatch(polls, request, scope, begin, subscriber).start();
    }

    private static BatchListInventoryEventsResponse ofProducts(
            dev.polyrpc.thrift.product.v1.BatchListInventoryEventsResponse answer) {
        BatchListInventoryEventsResponse.Builder message = BatchListInventoryEventsResponse.newBuilder();
        ProductMessages.present(answer.getProducts())
                .forEach(product -> message.addProducts(ProductInventoryEvents.newBuilder()
                        .setProductId(product.getProductId())
                        .addAllEvents(ProductMessages.events(product.getEvents()))));
        return message.build();
    }
}
