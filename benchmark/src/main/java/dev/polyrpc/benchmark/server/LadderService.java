package dev.polyrpc.benchmark.server;

import com.google.protobuf.util.Timestamps;
import dev.polyrpc.product.domain.Inventory;
import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.RequestKey;
import dev.polyrpc.product.inbound.grpc.ProductGrpcService;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.AdjustInventoryResponse;
import dev.polyrpc.proto.product.v1.InventoryCause;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceImplBase;
import dev.polyrpc.proto.product.v1.Stock;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/**
 * The service's own adapter for what needs no caller; for changes of stock one that takes everybody for the same. Safe for
 * use by many threads.
 */
final class LadderService extends ProductMgmtServiceImplBase {
    private static final String SUBJECT = "bench";

    private final ProductGrpcService reads;
    private final Inventory inventory;

    LadderService(Domain domain) {
        this.reads = new ProductGrpcService(domain.catalogue(), domain.inventory());
        this.inventory = domain.inventory();
    }

    /** All of it, with the service's own reads of products. */
    ServerServiceDefinition whole() {
        return reads.within(this);
    }

    @Override
    public void adjustInventory(AdjustInventoryRequest request, StreamObserver<AdjustInventoryResponse> responses) {
        inventory
                .adjust(request.getProductId(), request.getChange(), new RequestKey(SUBJECT, request.getRequestId()))
                .whenComplete((event, problem) -> {
                    if (problem != null) {
                        responses.onError(Status.fromThrowable(problem).asException());
                        return;
                    }
                    responses.onNext(AdjustInventoryResponse.newBuilder()
                            .setEvent(message(event))
                            .build());
                    responses.onCompleted();
                });
    }

    private static dev.polyrpc.proto.product.v1.InventoryEvent message(InventoryEvent event) {
        return dev.polyrpc.proto.product.v1.InventoryEvent.newBuilder()
                .setPosition(event.position())
                .setProductId(event.productId())
                .setCause(InventoryCause.INVENTORY_CAUSE_ADJUSTMENT)
                .setChange(event.change())
                .setStock(Stock.newBuilder()
                        .setOnHand(event.stock().onHand())
                        .setQuarantined(event.stock().quarantined())
                        .setWrittenOff(event.stock().writtenOff())
                        .setStockVersion(event.stock().version()))
                .setInitiatedBy(event.initiatedBy())
                .setEventTime(Timestamps.fromMillis(event.eventTime().toEpochMilli()))
                .build();
    }
}
