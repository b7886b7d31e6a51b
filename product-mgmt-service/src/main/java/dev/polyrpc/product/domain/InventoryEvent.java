package dev.polyrpc.product.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of one product's stock.
 *
 * @param position place in the order of all changes: grows, may leave gaps
 * @param stock the stock after the change
 * @param movementId the movement that it belongs to; null with ADJUSTMENT and STOCKTAKE, and
 *     where it is not to be seen
 * @param initiatedBy subject on whose behalf; empty where it is not to be seen
 */
public record InventoryEvent(
        long position,
        String productId,
        InventoryCause cause,
        int change,
        Stock stock,
        @Nullable String movementId,
        String initiatedBy,
        Instant eventTime) {
    /** This event without what names a customer's return. */
    public InventoryEvent nameless() {
        return new InventoryEvent(position, productId, cause, change, stock, null, "", eventTime);
    }

    /** This event at another position. */
    public InventoryEvent at(long newPosition) {
        return new InventoryEvent(newPosition, productId, cause, change, stock, movementId, initiatedBy, eventTime);
    }
}
