package dev.polyrpc.returns.domain;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What callers read of returns: a customer their own, staff all. Reads on the calling thread. Safe for use by many threads. */
public final class ReturnQueries {
    private static final int MAX_PAGE = 1_000;
    private static final int DEFAULT_PAGE = 20;
    private static final int MAX_LATEST = 20;
    private static final int DEFAULT_LATEST = 5;

    private final ReturnStore store;

    /** Makes the queries. */
    public ReturnQueries(ReturnStore store) {
        this.store = store;
    }

    /** Reads one return; fails NOT_FOUND when there is none that the caller may see. */
    public ProductReturn get(Principal caller, String returnId) {
        String id = Inputs.uuid("return_id", returnId);
        return store.find(id).filter(caller::sees).orElseThrow(() -> ReturnCommands.notFound(id));
    }

    /** Reads up to 100 returns, in the order asked for. */
    public Batch batchGet(Principal caller, List<String> returnIds) {
        List<String> ids = Inputs.batch("return_ids", returnIds, Inputs::uuid);
        Map<String, ProductReturn> seen = store.findAll(ids).stream()
                .filter(caller::sees)
                .collect(Collectors.toMap(ProductReturn::returnId, Function.identity()));
        List<ProductReturn> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            ProductReturn one = seen.get(ids.get(i));
            if (one == null) {
                missing.add(returnIds.get(i));
            } else {
                found.add(one);
            }
        }
        return new Batch(found, missing);
    }

    /**
     * Reads a page of returns, latest first.
     *
     * @param state the state to list; null = all
     * @param productId the product to list; empty = all
     * @param size how many; 0 = 20
     * @param token what the page before ended with; empty = the first page
     */
    public Page list(Principal caller, @Nullable ReturnState state, String productId, int size, String token) {
        Inputs.range("PAGE_SIZE_OUT_OF_RANGE", "page_size", size, 0, MAX_PAGE);
        if (!productId.isEmpty()) {
            Inputs.productId("product_id", productId);
        }
        String product = productId.isEmpty() ? null : productId;
        return store.list(
                new ReturnStore.Filter(customer(caller), state, product), size == 0 ? DEFAULT_PAGE : size, token);
    }

    /** Reads the latest returns of each of up to 100 products, in the order asked for; limit 0 = 5. */
    public Map<String, List<ProductReturn>> latest(Principal caller, List<String> productIds, int limit) {
        List<String> ids = Inputs.batch("product_ids", productIds, Inputs::productId);
        Inputs.range("LIMIT_OUT_OF_RANGE", "limit", limit, 0, MAX_LATEST);
        Map<String, List<ProductReturn>> latest = new LinkedHashMap<>();
        ids.forEach(id -> latest.put(id, new ArrayList<>()));
        store.latest(customer(caller), ids, limit == 0 ? DEFAULT_LATEST : limit)
                .forEach(one -> requireNonNull(latest.get(one.productId())).add(one));
        return latest;
    }

    /**
     * Follows the changes of the returns that the caller may see: each once and in order, after it is durable.
     *
     * @param after position to go on after; 0: begin with the oldest change that is kept; null: with the next to come
     * @param more run whenever there may be a change again after there was none; it must not wait
     */
    public ReturnWatch watch(Principal caller, @Nullable Long after, Runnable more) {
        return store.watch(after, customer(caller), more);
    }

    private static @Nullable String customer(Principal caller) {
        return caller.staff() ? null : caller.subject();
    }

    /**
     * What became of a batch of look-ups.
     *
     * @param found the returns that the caller may see
     * @param missing the ids of none such, as they were asked for
     */
    public record Batch(List<ProductReturn> found, List<String> missing) {}
}
