package dev.polyrpc.product.inbound.grpc;

import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.product.domain.InventoryCause;
import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.proto.product.v1.ProductInventoryEvents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says in the contract's words what the domain says of changes of stock. */
final class InventoryEventMapper {
    private InventoryEventMapper() {}

    /** The whole event, for whoever made the change. */
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

    /** As much of each event as a caller may see: stock is everybody's, whose return moved it is not. */
    static List<dev.polyrpc.proto.product.v1.InventoryEvent> visible(List<InventoryEvent> events, Caller caller) {
        Visibility visibility = Visibility.of(caller);
        return events.stream()
                .map(event -> visibility.isWhole(event) ? toProto(event) : nameless(event))
                .toList();
    }

    /** One entry for each product asked for, in that order, with as much as a caller may see. */
    static List<ProductInventoryEvents> byProduct(List<String> productIds, List<InventoryEvent> events, Caller caller) {
        Map<String, List<InventoryEvent>> byProduct = new LinkedHashMap<>();
        productIds.forEach(productId -> byProduct.put(productId, new ArrayList<>()));
        events.forEach(event -> byProduct
                .computeIfAbsent(event.productId(), productId -> new ArrayList<>())
                .add(event));
        return byProduct.entrySet().stream()
                .map(entry -> ProductInventoryEvents.newBuilder()
                        .setProductId(entry.getKey())
                        .addAllEvents(visible(entry.getValue(), caller))
                        .build())
                .toList();
    }

    /** The event without what names a customer's return. */
    static dev.polyrpc.proto.product.v1.InventoryEvent nameless(InventoryEvent event) {
        return toProto(event).toBuilder().clearMovementId().clearInitiatedBy().build();
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
