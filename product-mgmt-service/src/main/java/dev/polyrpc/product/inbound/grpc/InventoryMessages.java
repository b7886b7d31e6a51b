package dev.polyrpc.product.inbound.grpc;

import dev.polyrpc.kit.grpc.SharedMessages;
import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.Visibility;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;

/** What watches are sent of changes: whole, or without the names that the caller may not see. Safe for use by many threads. */
final class InventoryMessages {
    private final SharedMessages<InventoryEvent, WatchInventoryResponse> whole =
            new SharedMessages<>(event -> response(InventoryEventMapper.toProto(event)));
    private final SharedMessages<InventoryEvent, WatchInventoryResponse> nameless =
            new SharedMessages<>(event -> response(InventoryEventMapper.toProto(event.nameless())));

    WatchInventoryResponse of(InventoryEvent event, Visibility visibility) {
        return (visibility.isWhole(event) ? whole : nameless).of(event.position(), event);
    }

    private static WatchInventoryResponse response(dev.polyrpc.proto.product.v1.InventoryEvent event) {
        return WatchInventoryResponse.newBuilder().setEvent(event).build();
    }
}
