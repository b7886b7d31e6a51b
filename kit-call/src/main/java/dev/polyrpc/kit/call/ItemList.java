package dev.polyrpc.kit.call;

import dev.polyrpc.kit.failure.Failure;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Serves the items of a call that brings a list of them, each by itself: for wires that take no streams. */
public final class ItemList {
    private static final int MOST = 100;

    private ItemList() {}

    /** Begins with each item in turn; completes when all are done, with what became of each, in the same order. */
    public static <Q, A> CompletionStage<List<A>> each(List<Q> items, Work<Q, A> work) {
        if (items.isEmpty() || items.size() > MOST) {
            throw Failure.invalid(
                    "BATCH_SIZE_OUT_OF_RANGE", "items", items.size() + " items", "1 to %d items".formatted(MOST));
        }
        List<CompletableFuture<A>> underWay = IntStream.range(0, items.size())
                .mapToObj(i -> work.begin(items.get(i), i + 1).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(underWay.toArray(CompletableFuture<?>[]::new))
                .thenApply(
                        done -> underWay.stream().map(CompletableFuture::join).toList());
    }

    /** What is done for an item. */
    public interface Work<Q, A> {
        /**
         * Begins with an item; must not throw what is the item's fault.
         *
         * @param place in the list, from 1
         */
        CompletionStage<A> begin(Q item, int place);
    }
}
