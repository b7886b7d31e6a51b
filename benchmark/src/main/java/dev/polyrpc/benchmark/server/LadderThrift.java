package dev.polyrpc.benchmark.server;

import dev.polyrpc.product.domain.Inventory;
import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.RequestKey;
import dev.polyrpc.product.inbound.thrift.ProductThriftHandler;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.product.v1.AdjustInventoryRequest;
import dev.polyrpc.thrift.product.v1.AdjustInventoryResponse;
import dev.polyrpc.thrift.product.v1.BatchGetProductsRequest;
import dev.polyrpc.thrift.product.v1.BatchGetProductsResponse;
import dev.polyrpc.thrift.product.v1.GetProductRequest;
import dev.polyrpc.thrift.product.v1.GetProductResponse;
import dev.polyrpc.thrift.product.v1.InventoryCause;
import dev.polyrpc.thrift.product.v1.ListProductsRequest;
import dev.polyrpc.thrift.product.v1.ListProductsResponse;
import dev.polyrpc.thrift.product.v1.Stock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.async.AsyncMethodCallback;

/**
 * The service's own adapter for what needs no caller; for changes of stock one that takes everybody for the same, and waits
 * as libthrift's servers would have it. Safe for use by many threads.
 */
final class LadderThrift implements ThriftReads {
    private final ProductThriftHandler reads;
    private final Inventory inventory;

    LadderThrift(Domain domain) {
        this.reads = new ProductThriftHandler(domain.catalogue(), domain.inventory());
        this.inventory = domain.inventory();
    }

    @Override
    public GetProductResponse getProduct(CallContext context, GetProductRequest request) throws TException {
        Answer<GetProductResponse> answer = new Answer<>();
        reads.getProduct(context, request, answer);
        return answer.get();
    }

    @Override
    public ListProductsResponse listProducts(CallContext context, ListProductsRequest request) throws TException {
        Answer<ListProductsResponse> answer = new Answer<>();
        reads.listProducts(context, request, answer);
        return answer.get();
    }

    @Override
    public BatchGetProductsResponse batchGetProducts(CallContext context, BatchGetProductsRequest request)
            throws TException {
        Answer<BatchGetProductsResponse> answer = new Answer<>();
        reads.batchGetProducts(context, request, answer);
        return answer.get();
    }

    @Override
    public AdjustInventoryResponse adjustInventory(CallContext context, AdjustInventoryRequest request)
            throws TException {
        try {
            RequestKey key = new RequestKey("bench", request.getRequestId());
            return new AdjustInventoryResponse()
                    .setEvent(message(inventory
                            .adjust(request.getProductId(), request.getChange(), key)
                            .toCompletableFuture()
                            .join()));
        } catch (CompletionException e) {
            throw new TApplicationException(TApplicationException.INTERNAL_ERROR, String.valueOf(e.getMessage()));
        }
    }

    private static dev.polyrpc.thrift.product.v1.InventoryEvent message(InventoryEvent event) {
        return new dev.polyrpc.thrift.product.v1.InventoryEvent()
                .setPosition(event.position())
                .setProductId(event.productId())
                .setCause(InventoryCause.INVENTORY_CAUSE_ADJUSTMENT)
                .setChange(event.change())
                .setStock(new Stock()
                        .setOnHand(event.stock().onHand())
                        .setQuarantined(event.stock().quarantined())
                        .setWrittenOff(event.stock().writtenOff())
                        .setStockVersion(event.stock().version()))
                .setInitiatedBy(event.initiatedBy())
                .setEventTimeMs(event.eventTime().toEpochMilli());
    }

    /** Waits for an answer, which is there at once unless something has to be read first. */
    private static final class Answer<T> implements AsyncMethodCallback<T> {
        private final CompletableFuture<T> answer = new CompletableFuture<>();

        @Override
        public void onComplete(T value) {
            answer.complete(value);
        }

        @Override
        public void onError(Exception problem) {
            answer.completeExceptionally(problem);
        }

        T get() throws TException {
            try {
                return answer.join();
            } catch (CompletionException e) {
                throw new TApplicationException(TApplicationException.INTERNAL_ERROR, String.valueOf(e.getMessage()));
            }
        }
    }
}
