package dev.polyrpc.client.product;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.grpc.CallContext;
import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.proto.item.v1.ItemRefusal;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceImplBase;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Streams of a product management in which each product has 39 units at version 4; it notes what it is asked. */
final class ProductStreams extends ProductMgmtServiceImplBase {
    /** A stocktake ends at this product, where it is to end. */
    static final String BROKEN = "broken";

    private static final long NOW = 6;

    final List<ImportProductsRequest> imported = new CopyOnWriteArrayList<>();
    final List<ReconcileInventoryRequest> counted = new CopyOnWriteArrayList<>();
    final List<WatchInventoryRequest> watched = new CopyOnWriteArrayList<>();
    /** What the next streams end with; they end well where there is none. */
    final Queue<Failure> ends = new ConcurrentLinkedQueue<>();
    /** How many imports are to end well before those. */
    int good;

    static Failure failure(Kind kind, String reason) {
        return new Failure(kind, reason, "not today");
    }

    @Override
    public StreamObserver<ImportProductsRequest> importProducts(StreamObserver<ImportProductsResponse> answers) {
        Failure end = good-- > 0 ? null : ends.poll();
        ImportProductsResponse.Builder summary = ImportProductsResponse.newBuilder();
        return receiver(
                item -> {
                    imported.add(item);
                    if (item.getProduct().getProductId().isEmpty()) {
                        summary.setRefusedCount(summary.getRefusedCount() + 1)
                                .addRefusals(refusal(item.getItem(), "PRODUCT_ID_INVALID"));
                    } else {
                        summary.setCreatedCount(summary.getCreatedCount() + 1);
                    }
                },
                () -> {
                    if (end != null) {
                        answers.onError(Statuses.of(end, "request"));
                        return;
                    }
                    answers.onNext(summary.build());
                    answers.onCompleted();
                });
    }

    @Override
    public StreamObserver<ReconcileInventoryRequest> reconcileInventory(
            StreamObserver<ReconcileInventoryResponse> answers) {
        return receiver(
                count -> {
                    counted.add(count);
                    Failure end = count.getProductId().equals(BROKEN) ? ends.poll() : null;
                    if (end == null) {
                        answers.onNext(outcome(count).setItem(count.getItem()).build());
                    } else {
                        answers.onError(Statuses.of(end, "request"));
                    }
                },
                answers::onCompleted);
    }

    @Override
    public void watchInventory(WatchInventoryRequest request, StreamObserver<WatchInventoryResponse> answers) {
        watched.add(request);
        long after = request.hasAfter() ? request.getAfter() : NOW;
        CallContext.answerHeader("x-watch-position", String.valueOf(after));
        Failure end = ends.poll();
        for (long position = after + 3; position <= after + (end == null ? 9 : 3); position += 3) {
            answers.onNext(WatchInventoryResponse.newBuilder()
                    .setEvent(InventoryEvent.newBuilder()
                            .setPosition(position)
                            .setProductId("chai")
                            .setChange(1))
                    .build());
        }
        if (end != null) {
            answers.onError(Statuses.of(end, "request"));
        }
    }

    private static ReconcileInventoryResponse.Builder outcome(ReconcileInventoryRequest count) {
        Stock stock = Stock.newBuilder()
                .setOnHand(count.getCounted())
                .setStockVersion(4)
                .build();
        if (count.getStockVersion() != 4) {
            return ReconcileInventoryResponse.newBuilder().setRefusal(refusal(count.getItem(), "STOCK_VERSION_STALE"));
        }
        return count.getCounted() == 39
                ? ReconcileInventoryResponse.newBuilder().setConfirmed(stock)
                : ReconcileInventoryResponse.newBuilder()
                        .setCorrection(InventoryEvent.newBuilder()
                                .setProductId(count.getProductId())
                                .setChange(count.getCounted() - 39)
                                .setStock(stock));
    }

    private static ItemRefusal refusal(long item, String reason) {
        return ItemRefusal.newBuilder()
                .setItem(item)
                .setReason(reason)
                .setMessage("look again")
                .build();
    }

    private static <Q> StreamObserver<Q> receiver(Consumer<Q> items, Runnable end) {
        return new StreamObserver<>() {
            @Override
            public void onNext(Q item) {
                items.accept(item);
            }

            @Override
            public void onError(Throwable gone) {
                // the client may come again
            }

            @Override
            public void onCompleted() {
                end.run();
            }
        };
    }
}
