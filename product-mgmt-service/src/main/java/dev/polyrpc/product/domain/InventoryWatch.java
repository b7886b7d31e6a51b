package dev.polyrpc.product.domain;

import org.jspecify.annotations.Nullable;

/** One reader's way through the changes of stock, in order. {@link #next} is for one thread at a time. */
public interface InventoryWatch extends AutoCloseable {
    /** The position after which the watch began: who has seen none of its changes goes on from there. */
    long start();

    /**
     * The next change, at once; null when there is none now: then the watch's {@code more} is run as soon as there may be
     * one. Fails when what follows is no longer kept, or cannot be read.
     */
    @Nullable
    InventoryEvent next();

    /** Ends the watch; for any thread. */
    @Override
    void close();
}
