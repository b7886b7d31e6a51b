package dev.polyrpc.returns.domain;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One reader's way through the changes of returns, in order.
 *
 * @param start the position after which the watch began: who has seen none of its changes goes on from there
 * @param next the next change, at once; null when there is none now: then the watch's {@code more} is run as soon as there
 *     may be one. Fails when what follows is no longer kept, or cannot be read. For one thread at a time
 * @param position the position up to which {@code next} has given all, once it gave null; for the same thread
 * @param behind whether changes of the past are on their way, so that null says nothing yet; for the same thread
 * @param close ends the watch; for any thread
 */
public record ReturnWatch(
        long start,
        Supplier<@Nullable ReturnEvent> next,
        LongSupplier position,
        BooleanSupplier behind,
        Runnable close) {}
