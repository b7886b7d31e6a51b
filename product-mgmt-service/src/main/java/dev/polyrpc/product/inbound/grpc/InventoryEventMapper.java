package dev.polyrpc.product.inbound.grpc;

import dev.polyrpc.product.domain.InventoryCause;
import dev.polyrpc.product.domain.InventoryEvent;
import java.util.List;

/** Says in the contract's words what the domain says of changes of stock. */
final class InventoryEventMapper {
    private InventoryEventMapper() {}

    static dev.polyrpc.proto.product.v1.InventoryEvent toProto(InventoryEvent event) {
        return dev.polyrpc.proto.product.v1.InventoryEvent.newBuilder()
                .setPosition(event.position())
                .setProductId(event.productId())
                .setCause(toProto(event.cause()))
                .setChange(event.change())
                .setStock(ProductMapper.toProto(event.stock()))
                .setMovementId(event.movementId() == null ? "" : event.movementId())
                .setInitiatedBy(event.initiatedBy())
                .setEventTime(ProductMapper.toProto(event.eventTime()))
                .build();
    }

    static List<dev.polyrpc.proto.product.v1.InventoryEvent> toProto(List<InventoryEvent> events) {
        return events.stream().map(InventoryEventMapper::toProto).toList();
    }

    private static dev.polyrpc.proto.product.v1.InventoryCause toProto(InventoryCause cause) {
        return switch (cause) {
            case ADJUSTMENT -> dev.polyrpc.proto.product.v1.InventoryCause.INVENTORY_CAUSE_ADJUSTMENT;
            case STOCKTAKE -> dev.polyrpc.proto.product.v1.InventoryCause.INVENTORY_CAUSE_STOCKTAKE;
            case QUARANTINE -> dev.polyrpc.proto.product.v1.InventoryCause.INVENTORY_CAUSE_QUARANTINE;
            case RESTOCK -> dev.polyrpc.proto.product.v1.InventoryCause.INVENTORY_CAUSE_RESTOCK;
            case WRITE_OFF -> dev.polyrpc.proto.product.v1.InventoryCause.INVENTORY_CAUSE_WRITE_OFF;
            case WITHDRAW -> dev.polyrpc.proto.product.v1.InventoryCause.INVENTORY_CAUSE_WITHDRAW;
        };
    }
}
