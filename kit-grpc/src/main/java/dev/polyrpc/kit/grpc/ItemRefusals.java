package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.proto.item.v1.ItemRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** The refused items of one stream: the first are kept, the rest counted. Safe for use by many threads. */
public final class ItemRefusals {
    /** Most refusals that a summary lists. */
    public static final int MOST_LISTED = 100;

    private final List<ItemRefusal> first = new ArrayList<>(); // guarded by this
    private long count; // guarded by this

    /** Says of an item that it was refused; what is no refusal of the item is thrown on. */
    public static ItemRefusal of(long item, Throwable problem) {
        Failure failure = Statuses.failure(problem);
        switch (failure.kind()) {
            case INVALID, NOT_FOUND, EXISTS, CONFLICT, STATE, OUT_OF_RANGE, DENIED -> {
                return ItemRefusal.newBuilder()
                        .setItem(item)
                        .setCode(Statuses.code(failure.kind()).getNumber())
                        .setReason(failure.reason())
                        .setMessage(StatusDetails.message(failure))
                        .build();
            }
            case UNAUTHENTICATED, EXHAUSTED, DEADLINE, UNAVAILABLE, INTERNAL -> throw new CompletionException(problem);
        }
        throw new AssertionError(failure.kind());
    }

    /** Does an item's work; a refusal of the item or of its number, thrown or failed with, becomes an answer. */
    public static <A> CompletionStage<A> orRefusal(
            long item, Supplier<? extends CompletionStage<A>> work, Function<ItemRefusal, A> answer) {
        return begin(item, work).exceptionally(problem -> answer.apply(of(item, problem)));
    }

    /** Does an item's work; a refusal of the item or of its number, thrown or failed with, is kept here. */
    public CompletionStage<?> orKept(long item, Supplier<? extends CompletionStage<?>> work) {
        return begin(item, () -> work.get().thenApply(done -> true)).exceptionally(problem -> {
            add(of(item, problem));
            return false;
        });
    }

    /** Counts a refusal, and keeps it while it is one of the first. */
    public synchronized void add(ItemRefusal refusal) {
        count++;
        if (first.size() < MOST_LISTED) {
            first.add(refusal);
        }
    }

    /** How many there were. */
    public synchronized long count() {
        return count;
    }

    /** The first of them. */
    public synchronized List<ItemRefusal> first() {
        return List.copyOf(first);
    }

    private static <A> CompletionStage<A> begin(long item, Supplier<? extends CompletionStage<A>> work) {
        try {
            if (item < 1) {
                throw Failure.invalid("ITEM_OUT_OF_RANGE", "item", item, "its number in its source, from 1");
            }
            return work.get();
        } catch (RuntimeException thrown) {
            return CompletableFuture.failedStage(thrown);
        }
    }
}
