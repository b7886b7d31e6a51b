package dev.polyrpc.product.inbound.grpc;

import dev.polyrpc.kit.grpc.CallContext;
import dev.polyrpc.kit.grpc.Outflow;
import dev.polyrpc.product.domain.Inventory;
import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.InventoryWatch;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** One call of WatchInventory: takes a change from the watch whenever the client can take one. */
final class InventorySubscription {
    private static final String POSITION_HEADER = "x-watch-position";

    private final Visibility visibility = Visibility.of(CallContext.caller());
    private final InventoryMessages messages;
    private final InventoryWatch events;

    private InventorySubscription(
            Inventory inventory,
            InventoryMessages messages,
            WatchInventoryRequest request,
            StreamObserver<WatchInventoryResponse> responses) {
        this.messages = messages;
        Outflow<WatchInventoryResponse> outflow = Outflow.of(responses, this::next);
        events = inventory.watch(
                request.hasAfter() ? request.getAfter() : null, request.getProductIdsList(), outflow::signal);
        outflow.onEnd(events::close);
        CallContext.answerHeader(POSITION_HEADER, String.valueOf(events.start()));
        outflow.signal();
    }

    static void start(
            Inventory inventory,
            InventoryMessages messages,
            WatchInventoryRequest request,
            StreamObserver<WatchInventoryResponse> responses) {
        new InventorySubscription(inventory, messages, request, responses);
    }

    private @Nullable WatchInventoryResponse next() {
        InventoryEvent event = events.next();
        return event == null ? null : messages.of(event, visibility);
    }
}
