package dev.polyrpc.product.domain;

import static java.util.Objects.requireNonNull;

import dev.polyrpc.kit.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The stock of every product, and its history. Safe for use by many threads. */
public final class Inventory {
    private static final int DEFAULT_LIMIT = 5;
    private static final int MAX_LIMIT = 20;
    private static final int MAX_WATCHED = 100;

    private final ProductStore products;

    /** Makes the inventory of a store. */
    public Inventory(ProductStore products) {
        this.products = products;
    }

    /** Adds to or takes from the units on hand; completes once that is durable. */
    public CompletionStage<InventoryEvent> adjust(String productId, int change, RequestKey key) {
        return products.write(key, InventoryEvent.class, new AdjustInventory(productId, change, key.subject()));
    }

    /**
     * Makes the units on hand what was counted, if the stock has not changed since; completes once that is durable. A count
     * that finds what is there has no effect to take once, and is not written down.
     *
     * @param stockVersion the stock's version when it was counted
     */
    public CompletionStage<StockCount> count(String productId, int counted, long stockVersion, RequestKey key) {
        Texts.checkProductId("product_id", productId);
        CountStock count = new CountStock(productId, counted, stockVersion, key.subject());
        Optional<Stock> confirmed = products.find(productId)
                .map(KeptProduct::product)
                .map(Product::stock)
                .filter(count::confirms);
        return confirmed.isPresent()
                ? CompletableFuture.completedStage(new StockCount(null, confirmed.get()))
                : products.write(key, StockCount.class, count);
    }

    /**
     * Moves returned units, once for each movement id; completes once that is durable.
     *
     * @param subject who asks: in somebody else's name only return may
     */
    public CompletionStage<InventoryEvent> move(MoveStock movement, String subject) {
        movement.checkInitiator(subject);
        return products.write(movement);
    }

    /** Reads a page of the changes of one product, or with an empty id of all, as far as they may be seen: latest first. */
    public Page<InventoryEvent> events(String productId, PageRequest page, Visibility reader) {
        if (!productId.isEmpty()) {
            Texts.checkProductId("product_id", productId);
        }
        Page<InventoryEvent> events = products.events(productId, page);
        return new Page<>(events.items().stream().map(reader::of).toList(), events.nextToken());
    }

    /**
     * Reads the latest changes of each of up to 100 products, as far as they may be seen: an entry for each product, in the
     * order asked for, its changes latest first.
     *
     * @param limit changes of each product: 0 to 20; 0: 5
     */
    public Map<String, List<InventoryEvent>> latestEvents(List<String> productIds, int limit, Visibility reader) {
        Catalogue.checkBatch(productIds);
        if (limit < 0 || limit > MAX_LIMIT) {
            throw Failure.invalid("LIMIT_OUT_OF_RANGE", "limit", limit, "0 to " + MAX_LIMIT);
        }
        Map<String, List<InventoryEvent>> latest = new LinkedHashMap<>();
        productIds.forEach(productId -> latest.put(productId, new ArrayList<>()));
        products.latestEvents(productIds, limit == 0 ? DEFAULT_LIMIT : limit)
                .forEach(event -> requireNonNull(latest.get(event.productId())).add(reader.of(event)));
        return latest;
    }

    /**
     * Follows the changes of up to 100 products, or with none named of all: each once and in order, after it is durable.
     *
     * @param after position to go on after; 0: begin with the oldest change that is kept; null: with the next to come
     * @param more run whenever there may be a change again after there was none; it must not wait
     */
    public InventoryWatch watch(@Nullable Long after, List<String> productIds, Runnable more) {
        if (productIds.size() > MAX_WATCHED) {
            throw Failure.invalid("BATCH_SIZE_OUT_OF_RANGE", "product_ids", productIds.size() + " ids", "0 to 100 ids");
        }
        productIds.forEach(productId -> Texts.checkProductId("product_ids", productId));
        return products.watch(after, Set.copyOf(productIds), more);
    }
}
