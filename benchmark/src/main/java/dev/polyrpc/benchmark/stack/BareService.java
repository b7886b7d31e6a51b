package dev.polyrpc.benchmark.stack;

import dev.polyrpc.proto.product.v1.BatchGetProductsRequest;
import dev.polyrpc.proto.product.v1.BatchGetProductsResponse;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ListProductsResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceImplBase;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Collections;

/** The least that answers the contract: one message from memory, whoever asks. Safe for use by many threads. */
public final class BareService extends ProductMgmtServiceImplBase {
    private static final GetProductResponse PRODUCT = GetProductResponse.newBuilder()
            .setProduct(SampleMessages.answered())
            .build();
    private static final WatchInventoryResponse EVENT =
            WatchInventoryResponse.newBuilder().setEvent(SampleMessages.event()).build();

    private static final ListProductsResponse PAGE = ListProductsResponse.newBuilder()
            .addAllProducts(Collections.nCopies(Work.PAGE, SampleMessages.answered()))
            .build();
    private static final BatchGetProductsResponse BATCH = BatchGetProductsResponse.newBuilder()
            .addAllProducts(Collections.nCopies(Work.BATCH, SampleMessages.answered()))
            .build();

    @Override
    public void getProduct(GetProductRequest request, StreamObserver<GetProductResponse> responses) {
        responses.onNext(PRODUCT);
        responses.onCompleted();
    }

    @Override
    public void listProducts(ListProductsRequest request, StreamObserver<ListProductsResponse> responses) {
        responses.onNext(PAGE);
        responses.onCompleted();
    }

    @Override
    public void batchGetProducts(BatchGetProductsRequest request, StreamObserver<BatchGetProductsResponse> responses) {
        responses.onNext(BATCH);
        responses.onCompleted();
    }

    /** Counts. */
    @Override
    public StreamObserver<ImportProductsRequest> importProducts(StreamObserver<ImportProductsResponse> responses) {
        return new StreamObserver<>() {
            private long items;

            @Override
            public void onNext(ImportProductsRequest item) {
                items++;
            }

            @Override
            public void onError(Throwable cancelled) {}

            @Override
            public void onCompleted() {
                responses.onNext(ImportProductsResponse.newBuilder()
                        .setUnchangedCount(items)
                        .build());
                responses.onCompleted();
            }
        };
    }

    /** Confirms each count. */
    @Override
    public StreamObserver<ReconcileInventoryRequest> reconcileInventory(
            StreamObserver<ReconcileInventoryResponse> responses) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ReconcileInventoryRequest count) {
                responses.onNext(ReconcileInventoryResponse.newBuilder()
                        .setItem(count.getItem())
                        .setConfirmed(SampleMessages.answered().getStock())
                        .build());
            }

            @Override
            public void onError(Throwable cancelled) {}

            @Override
            public void onCompleted() {
                responses.onCompleted();
            }
        };
    }

    /** Sends without end, as fast as the reader takes it. */
    @Override
    public void watchInventory(WatchInventoryRequest request, StreamObserver<WatchInventoryResponse> responses) {
        ServerCallStreamObserver<WatchInventoryResponse> stream =
                (ServerCallStreamObserver<WatchInventoryResponse>) responses;
        stream.setOnReadyHandler(() -> {
            while (stream.isReady()) {
                stream.onNext(EVENT);
            }
        });
        stream.setOnCancelHandler(() -> {}); // else what is sent after a cancel would throw
    }
}
