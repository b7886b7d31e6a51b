package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.product.v1.AdjustInventoryRequest;
import dev.polyrpc.thrift.product.v1.AdjustInventoryResponse;
import dev.polyrpc.thrift.product.v1.BatchGetProductsRequest;
import dev.polyrpc.thrift.product.v1.BatchGetProductsResponse;
import dev.polyrpc.thrift.product.v1.BatchListInventoryEventsRequest;
import dev.polyrpc.thrift.product.v1.BatchListInventoryEventsResponse;
import dev.polyrpc.thrift.product.v1.CreateProductRequest;
import dev.polyrpc.thrift.product.v1.CreateProductResponse;
import dev.polyrpc.thrift.product.v1.GetProductRequest;
import dev.polyrpc.thrift.product.v1.GetProductResponse;
import dev.polyrpc.thrift.product.v1.ImportProductsRequest;
import dev.polyrpc.thrift.product.v1.ImportProductsResponse;
import dev.polyrpc.thrift.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.thrift.product.v1.ListInventoryEventsResponse;
import dev.polyrpc.thrift.product.v1.ListProductsRequest;
import dev.polyrpc.thrift.product.v1.ListProductsResponse;
import dev.polyrpc.thrift.product.v1.MoveStockRequest;
import dev.polyrpc.thrift.product.v1.MoveStockResponse;
import dev.polyrpc.thrift.product.v1.Product;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryResponse;
import dev.polyrpc.thrift.product.v1.UpdateProductRequest;
import dev.polyrpc.thrift.product.v1.UpdateProductResponse;
import dev.polyrpc.thrift.product.v1.WatchInventoryRequest;
import dev.polyrpc.thrift.product.v1.WatchInventoryResponse;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.thrift.async.AsyncMethodCallback;
import org.apache.thrift.protocol.TProtocol;
import org.jspecify.annotations.Nullable;

/** Handlers that do what the asked-for id says, good or bad. */
final class Handlers implements ProductMgmtService.AsyncIface {
    final AtomicInteger runs = new AtomicInteger();
    final AtomicReference<@Nullable ThriftCall> latest = new AtomicReference<>();
    final BlockingQueue<AsyncMethodCallback<GetProductResponse>> held = new LinkedBlockingQueue<>();
    final CompletableFuture<Void> abandoned = new CompletableFuture<>();
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    volatile Runnable onCall = () -> {};

    /** Answers with the subject as id, and with the name of its thread or the asked-for text. */
    @Override
    public void getProduct(
            CallContext context, GetProductRequest request, AsyncMethodCallback<GetProductResponse> answer) {
        runs.incrementAndGet();
        ThriftCall call = ThriftCall.current();
        latest.set(call);
        onCall.run();
        switch (request.getProductId()) {
            case "throws" -> throw new IllegalStateException("SELECT secret");
            case "dies" -> throw new StackOverflowError("SELECT secret");
            case "nothing" -> answer.onComplete(null);
            case "twice" -> {
                answer.onComplete(named(call, "first"));
                answer.onComplete(named(call, "second"));
            }
            case "huge" -> answer.onComplete(named(call, "x".repeat(FrameBuffer.MAX_FRAME_BYTES)));
            case "large" -> answer.onComplete(named(call, "x".repeat(FrameBuffer.MAX_FRAME_BYTES / 2)));
            case "fails" ->
                answer.onError(new Failure(Kind.STATE, "NOT_NOW", "not now", Map.of("field", "y".repeat(100))));
            case "fails oddly" ->
                answer.onError(new Failure(Kind.UNAVAILABLE, "DOWN", "down", Map.of("retryAfterMs", "soon")));
            case "unwritable" -> answer.onComplete(new Unwritable());
            case "held" -> held.add(answer);
            case "silent" -> call.end().thenRun(() -> abandoned.complete(null));
            case "thread" ->
                answer.onComplete(named(call, Thread.currentThread().getName()));
            default -> answer.onComplete(named(call, request.getProductId()));
        }
    }

    private static GetProductResponse named(ThriftCall call, String name) {
        return new GetProductResponse()
                .setProduct(new Product().setProductId(call.caller().subject()).setName(name));
    }

    /** Always blocking. */
    @Override
    public void listProducts(
            CallContext context, ListProductsRequest request, AsyncMethodCallback<ListProductsResponse> answer) {
        runs.incrementAndGet();
        entered.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answer.onComplete(new ListProductsResponse());
    }

    /** Answers with as many products as were asked for. */
    @Override
    public void batchGetProducts(
            CallContext context,
            BatchGetProductsRequest request,
            AsyncMethodCallback<BatchGetProductsResponse> answer) {
        runs.incrementAndGet();
        BatchGetProductsResponse products = new BatchGetProductsResponse();
        request.getProductIds().forEach(id -> products.addToProducts(new Product().setProductId(id)));
        answer.onComplete(products);
    }

    @Override
    public void adjustInventory(
            CallContext context, AdjustInventoryRequest request, AsyncMethodCallback<AdjustInventoryResponse> answer) {
        runs.incrementAndGet();
        answer.onComplete(new AdjustInventoryResponse());
    }

    @Override
    public void moveStock(
            CallContext context, MoveStockRequest request, AsyncMethodCallback<MoveStockResponse> answer) {
        runs.incrementAndGet();
        answer.onComplete(new MoveStockResponse());
    }

    @Override
    public void createProduct(
            CallContext context, CreateProductRequest request, AsyncMethodCallback<CreateProductResponse> answer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void updateProduct(
            CallContext context, UpdateProductRequest request, AsyncMethodCallback<UpdateProductResponse> answer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void listInventoryEvents(
            CallContext context,
            ListInventoryEventsRequest request,
            AsyncMethodCallback<ListInventoryEventsResponse> answer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void batchListInventoryEvents(
            CallContext context,
            BatchListInventoryEventsRequest request,
            AsyncMethodCallback<BatchListInventoryEventsResponse> answer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void importProducts(
            CallContext context, ImportProductsRequest request, AsyncMethodCallback<ImportProductsResponse> answer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void watchInventory(
            CallContext context, WatchInventoryRequest request, AsyncMethodCallback<WatchInventoryResponse> answer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reconcileInventory(
            CallContext context,
            ReconcileInventoryRequest request,
            AsyncMethodCallback<ReconcileInventoryResponse> answer) {
        throw new UnsupportedOperationException();
    }

    /** An answer for which there is no memory. */
    private static final class Unwritable extends GetProductResponse {
        private static final long serialVersionUID = 1L;

        @Override
        public void write(TProtocol to) {
            throw new OutOfMemoryError("SELECT secret");
        }
    }
}
