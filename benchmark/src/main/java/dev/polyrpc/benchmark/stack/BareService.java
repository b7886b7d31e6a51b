package dev.polyrpc.benchmark.stack;

import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceImplBase;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The least that answers the contract: one message from memory, whoever asks. Safe for use by many threads. */
final class BareService extends ProductMgmtServiceImplBase {
    private static final GetProductResponse PRODUCT = GetProductResponse.newBuilder()
            .setProduct(SampleMessages.answered())
            .build();
    private static final WatchInventoryResponse EVENT =
            WatchInventoryResponse.newBuilder().setEvent(SampleMessages.event()).build();

    @Override
    public void getProduct(GetProductRequest request, StreamObserver<GetProductResponse> responses) {
        responses.onNext(PRODUCT);
        responses.onCompleted();
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
