package dev.polyrpc.product.inbound.grpc;

import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The messages that say the latest events, each made once for all who watch: once whole, once without the names that
 * customers may not see. Safe for use by many threads.
 */
final class SharedMessages {
    private static final int KEPT = 8_192; // a power of two

    private final AtomicReferenceArray<@Nullable WatchInventoryResponse> whole = new AtomicReferenceArray<>(KEPT);
    private final AtomicReferenceArray<@Nullable WatchInventoryResponse> nameless = new AtomicReferenceArray<>(KEPT);

    WatchInventoryResponse of(InventoryEvent event, Visibility visibility) {
        boolean isWhole = visibility.isWhole(event);
        AtomicReferenceArray<@Nullable WatchInventoryResponse> messages = isWhole ? whole : nameless;
        int slot = (int) event.position() & (KEPT - 1);
        WatchInventoryResponse known = messages.getAcquire(slot);
        if (known != null && known.getEvent().getPosition() == event.position()) {
            return known;
        }
        WatchInventoryResponse made = WatchInventoryResponse.newBuilder()
                .setEvent(InventoryEventMapper.visible(event, visibility))
                .build();
        messages.setRelease(slot, made);
        return made;
    }
}
