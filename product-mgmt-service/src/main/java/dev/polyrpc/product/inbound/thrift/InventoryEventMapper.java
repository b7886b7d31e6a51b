package dev.polyrpc.product.inbound.thrift;

import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.thrift.product.v1.InventoryCause;
import java.util.ArrayList;
import java.util.List;

/** Says in the contract's words what the domain says of changes of stock. */
final class InventoryEventMapper {
    private InventoryEventMapper() {}

    static dev.polyrpc.thrift.product.v1.InventoryEvent toThrift(InventoryEvent event) {
        return new dev.polyrpc.thrift.product.v1.InventoryEvent()
                .setPosition(event.position())
                .setProductId(event.productId())
                .setCause(cause(event))
                .setChange(event.change())
                .setStock(ProductMapper.toThrift(event.stock()))
                .setMovementId(event.movementId() == null ? "" : event.movementId())
                .setInitiatedBy(event.initiatedBy())
                .setEventTimeMs(event.eventTime().toEpochMilli());
    }

    static List<dev.polyrpc.thrift.product.v1.InventoryEvent> toThrift(List<InventoryEvent> events) {
        List<dev.polyrpc.thrift.product.v1.InventoryEvent> messages = new ArrayList<>(events.size());
        events.forEach(event -> messages.add(toThrift(event)));
        return messages;
    }

    private static InventoryCause cause(InventoryEvent event) {
        return switch (event.cause()) {
            case ADJUSTMENT -> InventoryCause.INVENTORY_CAUSE_ADJUSTMENT;
            case STOCKTAKE -> InventoryCause.INVENTORY_CAUSE_STOCKTAKE;
            case QUARANTINE -> InventoryCause.INVENTORY_CAUSE_QUARANTINE;
            case RESTOCK -> InventoryCause.INVENTORY_CAUSE_RESTOCK;
            case WRITE_OFF -> InventoryCause.INVENTORY_CAUSE_WRITE_OFF;
            case WITHDRAW -> InventoryCause.INVENTORY_CAUSE_WITHDRAW;
        };
    }
}
