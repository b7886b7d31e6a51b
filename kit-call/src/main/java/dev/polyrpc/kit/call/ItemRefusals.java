package dev.polyrpc.kit.call;

import dev.polyrpc.kit.failure.Causes;
import dev.polyrpc.kit.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** The refused items of one call: the first are kept, the rest counted. Safe for use by many threads. */
public final class ItemRefusals {
    /** Most refusals that a summary lists. */
    public static final int MOST_LISTED = 100;

    private final List<ItemRefusal> first = new ArrayList<>(); // guarded by this
    private long count; // guarded by this

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

    /** How many there were. */
    public synchronized long count() {
        return count;
    }

    /** The first of them, each said in the words of a wire. */
    public synchronized <A> List<A> first(Function<ItemRefusal, A> words) {
        return first.stream().map(words).toList();
    }

    private synchronized void add(ItemRefusal refusal) {
        count++;
        if (first.size() < MOST_LISTED) {
            first.add(refusal);
        }
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

    /** Says of an item that it was refused; what is no refusal of the item is thrown on. */
    private static ItemRefusal of(long item, Throwable problem) {
        if (Causes.unwrapped(problem) instanceof Failure failure && isOfTheItem(failure)) {
            return new ItemRefusal(item, failure);
        }
        throw new CompletionException(problem);
    }

    private static boolean isOfTheItem(Failure failure) {
        return switch (failure.kind()) {
            case INVALID, NOT_FOUND, EXISTS, CONFLICT, STATE, OUT_OF_RANGE, DENIED -> true;
            case UNAUTHENTICATED, EXHAUSTED, DEADLINE, UNAVAILABLE, INTERNAL -> false;
        };
    }
}
