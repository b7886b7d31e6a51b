package dev.polyrpc.gateway.graph;

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
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/** The return service as the graph needs it; every refusal is a {@link BackendFailure}. */
public interface ReturnBackend {
    /** Reads up to 100 returns at once. */
    CompletableFuture<BatchGetReturnsResponse> returns(BatchGetReturnsRequest request, RequestScope scope);

    /** Reads a page of returns. */
    CompletableFuture<ListReturnsResponse> page(ListReturnsRequest request, RequestScope scope);

    /** Reads the latest returns of up to 100 products at once. */
    CompletableFuture<BatchListReturnsResponse> ofProducts(BatchListReturnsRequest request, RequestScope scope);

    /** Opens a return. */
    CompletableFuture<InitiateReturnResponse> initiate(InitiateReturnRequest request, RequestScope scope);

    /** Decides a return. */
    CompletableFuture<InspectReturnResponse> inspect(InspectReturnRequest request, RequestScope scope);

    /** Withdraws a return. */
    CompletableFuture<CancelReturnResponse> cancel(CancelReturnRequest request, RequestScope scope);

    /**
     * Follows changes of returns: each subscriber makes a call, which brings no more than is asked for.
     *
     * @param begin is told the position after which the watch begins, once that is known and before the first change
     */
    Flow.Publisher<WatchReturnsResponse> watch(WatchReturnsRequest request, RequestScope scope, LongConsumer begin);
}
