package dev.polyrpc.product.domain;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One reader's way through the changes of stock, in order.
 *
 * @param start the position after which the watch began: who has seen none of its changes goes on from there
 * @param next the next change, at once; null when there is none now: then the watch's {@code more} is run as soon as there
 *     may be one. Fails when what follows is no longer kept, or cannot be read. For one thread at a time
 * @param close ends the watch; for any thread
 */
public record InventoryWatch(long start, Supplier<@Nullable InventoryEvent> next, Runnable close) {}
