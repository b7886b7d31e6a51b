package dev.polyrpc.client.stream;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Keeps how often each request id came and took effect; what happens at an item is up to the test. */
final class ItemServer extends ProductMgmtServiceGrpc.ProductMgmtServiceImplBase {
    private static final int DRAINED_AT = 500;

    private final Map<String, Integer> effects = new ConcurrentHashMap<>();
    private final AtomicLong items = new AtomicLong();
    private final AtomicInteger streams = new AtomicInteger();
    private volatile LongConsumer at = number -> {};
    private volatile boolean stalled;

    /** Tells of each item that comes, by its number in all streams together, before it takes effect. */
    void at(LongConsumer told) {
        at = told;
    }

    /** Takes nothing more from the stream, or does again. */
    void stall(boolean isStalled) {
        stalled = isStalled;
    }

    Map<String, Integer> effects() {
        return effects;
    }

    long items() {
        return items.get();
    }

    int streams() {
        return streams.get();
    }

    @Override
    public StreamObserver<ImportProductsRequest> importProducts(StreamObserver<ImportProductsResponse> answers) {
        AtomicLong created = new AtomicLong();
        streams.incrementAndGet();
        var call = (ServerCallStreamObserver<ImportProductsResponse>) answers;
        call.disableAutoRequest();
        if (!stalled) {
            call.request(1);
        }
        return new Receiving<>(call) {
            @Override
            public void onNext(ImportProductsRequest item) {
                take(item.getRequestId());
                created.incrementAndGet();
                call.request(1);
            }

            @Override
            public void onCompleted() {
                call.onNext(ImportProductsResponse.newBuilder()
                        .setCreatedCount(created.get())
                        .build());
                call.onCompleted();
            }
        };
    }

    @Override
    public StreamObserver<ReconcileInventoryRequest> reconcileInventory(
            StreamObserver<ReconcileInventoryResponse> answers) {
        streams.incrementAndGet();
        var call = (ServerCallStreamObserver<ReconcileInventoryResponse>) answers;
        return new Receiving<>(call) {
            private boolean drained;

            @Override
            public void onNext(ReconcileInventoryRequest item) {
                if (drained) {
                    return; // as a draining service does: not taken, so not answered
                }
                take(item.getRequestId());
                if (item.getCounted() == 0 && item.getItem() == DRAINED_AT && streams.get() == 1) {
                    drained = true;
                    call.onError(Statuses.of(new Failure(Kind.UNAVAILABLE, "SERVER_DRAINING", "draining"), "request"));
                } else if (!call.isCancelled()) {
                    call.onNext(ReconcileInventoryResponse.newBuilder()
                            .setItem(item.getItem())
                            .build());
                }
            }

            @Override
            public void onCompleted() {
                call.onCompleted();
            }
        };
    }

    private void take(String requestId) {
        at.accept(items.incrementAndGet());
        effects.merge(requestId, 1, Integer::sum);
    }

    private abstract static class Receiving<Q> implements StreamObserver<Q> {
        Receiving(ServerCallStreamObserver<?> call) {
            call.setOnCancelHandler(() -> {});
        }

        @Override
        public void onError(Throwable gone) {
            // the client will come again
        }
    }
}
