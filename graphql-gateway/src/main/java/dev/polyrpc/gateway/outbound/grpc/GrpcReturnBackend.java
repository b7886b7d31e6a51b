package dev.polyrpc.gateway.outbound.grpc;

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
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/** The return service over gRPC. Safe for use by many threads. */
public final class GrpcReturnBackend implements ReturnBackend {
    private final BackendCalls calls;
    private final BackendStreams streams;

    /** Makes a backend of calls and streams to the return service. */
    public GrpcReturnBackend(BackendCalls calls, BackendStreams streams) {
        this.calls = calls;
        this.streams = streams;
    }

    @Override
    public CompletableFuture<BatchGetReturnsResponse> returns(BatchGetReturnsRequest request, RequestScope scope) {
        return calls.call(ReturnServiceGrpc.getBatchGetReturnsMethod(), request, scope);
    }

    @Override
    public CompletableFuture<ListReturnsResponse> page(ListReturnsRequest request, RequestScope scope) {
        return calls.call(ReturnServiceGrpc.getListReturnsMethod(), request, scope);
    }

    @Override
    public CompletableFuture<BatchListReturnsResponse> ofProducts(BatchListReturnsRequest request, RequestScope scope) {
        return calls.call(ReturnServiceGrpc.getBatchListReturnsMethod(), request, scope);
    }

    @Override
    public CompletableFuture<InitiateReturnResponse> initiate(InitiateReturnRequest request, RequestScope scope) {
        return calls.call(ReturnServiceGrpc.getInitiateReturnMethod(), request, scope);
    }

    @Override
    public CompletableFuture<InspectReturnResponse> inspect(InspectReturnRequest request, RequestScope scope) {
        return calls.call(ReturnServiceGrpc.getInspectReturnMethod(), request, scope);
    }

    @Override
    public CompletableFuture<CancelReturnResponse> cancel(CancelReturnRequest request, RequestScope scope) {
        return calls.call(ReturnServiceGrpc.getCancelReturnMethod(), request, scope);
    }

    @Override
    public Flow.Publisher<WatchReturnsResponse> watch(
            WatchReturnsRequest request, RequestScope scope, LongConsumer begin) {
        return streams.watch(ReturnServiceGrpc.getWatchReturnsMethod(), request, scope, begin);
    }
}
