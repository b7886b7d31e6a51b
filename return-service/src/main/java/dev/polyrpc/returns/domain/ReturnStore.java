package dev.polyrpc.returns.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Port: where returns are kept. Safe for use by many threads. */
public interface ReturnStore {
    /**
     * Makes a change once: a repeated call gets the intent of the first, or its refusal. Completes when the change is
     * durable; what the change throws undoes it.
     */
    CompletionStage<Intent> once(RequestKey key, Function<ReturnChanges, Intent> change);

    /** Makes a change; completes when it is durable. */
    <T> CompletionStage<T> write(Function<ReturnChanges, T> change);

    /** Follows the changes of one customer's returns, or with null of all; see {@link ReturnQueries#watch}. */
    ReturnWatch watch(@Nullable Long after, @Nullable String customer, Runnable more);

    /** Reads one return. */
    Optional<ProductReturn> find(String returnId);

    /** Reads those of these returns that there are, in any order. */
    List<ProductReturn> findAll(List<String> returnIds);

    /** Reads a page of returns, those opened last first. */
    Page list(Filter filter, int size, String token);

    /** Reads the latest so many returns of each of these products, those opened last first; customer null = anybody's. */
    List<ProductReturn> latest(@Nullable String customer, List<String> productIds, int limit);

    /** Reads returns whose step is due. */
    List<ProductReturn> due(Instant now, int limit);

    /** How many returns there are in each state. */
    Map<ReturnState, Long> countByState();

    /** Since when the return has waited that has waited longest for inspection. */
    Optional<Instant> oldestInQuarantine();

    /** Which returns to list; what is null does not matter. */
    record Filter(
            @Nullable String customer,
            @Nullable ReturnState state,
            @Nullable String productId) {}
}
