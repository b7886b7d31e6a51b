package dev.polyrpc.returns.domain;

import org.jspecify.annotations.Nullable;

/** One reader's way through the changes of returns, in order. {@link #next} is for one thread at a time. */
public interface ReturnWatch extends AutoCloseable {
    /** The position after which the watch began: who has seen none of its changes goes on from there. */
    long start();

    /**
     * The next change, at once; null when there is none now: then the watch's {@code more} is run as soon as there may be
     * one. Fails when what follows is no longer kept, or cannot be read.
     */
    @Nullable
    ReturnEvent next();

    /** Ends the watch; for any thread. */
    @Override
    void close();
}
