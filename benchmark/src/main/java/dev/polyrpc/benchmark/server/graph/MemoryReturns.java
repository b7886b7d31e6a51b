package dev.polyrpc.benchmark.server.graph;

import dev.polyrpc.gateway.graph.RequestScope;
import dev.polyrpc.gateway.graph.ReturnBackend;
import dev.polyrpc.proto.returns.v1.BatchGetReturnsRequest;
import dev.polyrpc.proto.returns.v1.BatchGetReturnsResponse;
import dev.polyrpc.proto.returns.v1.BatchListReturnsRequest;
import dev.polyrpc.proto.returns.v1.BatchListReturnsResponse;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.CancelReturnResponse;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnResponse;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnResponse;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsResponse;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/** Some returns in the gateway's own memory: the first of them can be read, and nothing else. Safe for use by many threads. */
final class MemoryReturns implements ReturnBackend {
    private final List<ProductReturn> returns = SampleReturns.returns();

    @Override
    public CompletableFuture<ListReturnsResponse> page(ListReturnsRequest request, RequestScope scope) {
        int size = Math.min(returns.size(), request.getPageSize());
        return CompletableFuture.completedFuture(ListReturnsResponse.newBuilder()
                .addAllProductReturns(returns.subList(0, size))
                .build());
    }

    @Override
    public CompletableFuture<BatchGetReturnsResponse> returns(BatchGetReturnsRequest request, RequestScope scope) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<BatchListReturnsResponse> ofProducts(BatchListReturnsRequest request, RequestScope scope) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<InitiateReturnResponse> initiate(InitiateReturnRequest request, RequestScope scope) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<InspectReturnResponse> inspect(InspectReturnRequest request, RequestScope scope) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flow.Publisher<WatchReturnsResponse> watch(
            WatchReturnsRequest request, RequestScope scope, LongConsumer begin) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<CancelReturnResponse> cancel(CancelReturnRequest request, RequestScope scope) {
        throw new UnsupportedOperationException();
    }
}
