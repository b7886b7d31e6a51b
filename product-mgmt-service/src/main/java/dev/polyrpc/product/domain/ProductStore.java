package dev.polyrpc.product.domain;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where products and the changes of their stock are kept. Safe for use by many threads. */
public interface ProductStore {
    /** Looks for a product; fast enough for any thread. */
    Optional<KeptProduct> find(String productId);

    /** The products that exist, in the order asked for; at once where they are in memory, and never waits. */
    CompletionStage<List<KeptProduct>> findAll(List<String> productIds);

    /** A page of the catalogue, by product id; at once where it is in memory, and never waits. */
    CompletionStage<Page<KeptProduct>> list(PageRequest page);

    /** A page of the changes of one product, or with an empty id of all: latest first. */
    Page<InventoryEvent> events(String productId, PageRequest page);

    /** The latest changes of each product, latest first. */
    List<InventoryEvent> latestEvents(List<String> productIds, int limit);

    /** Follows the changes of these products, or with none named of all; see {@link Inventory#watch}. */
    InventoryWatch watch(@Nullable Long after, Set<String> productIds, Runnable more);

    /**
     * Carries a command out once for each key, and completes when that is durable: a repeated key gets the outcome of the
     * first time, with another command it is refused.
     */
    <T> CompletionStage<T> write(RequestKey key, Class<T> answer, Command<T> command);

    /** Carries a movement out once for each {@code movement_id}, whoever asks, and completes when that is durable. */
    CompletionStage<InventoryEvent> write(MoveStock movement);
}
