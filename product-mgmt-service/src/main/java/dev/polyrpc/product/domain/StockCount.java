package dev.polyrpc.product.domain;

import org.jspecify.annotations.Nullable;

/**
 * What became of a count.
 *
 * @param correction the change that made the stock what was counted; null: it was so already
 * @param stock the stock after it
 */
public record StockCount(@Nullable InventoryEvent correction, Stock stock) {}
