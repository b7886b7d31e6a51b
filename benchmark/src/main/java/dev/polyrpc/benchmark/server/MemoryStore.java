package dev.polyrpc.benchmark.server;

import dev.polyrpc.product.domain.Catalogue;
import dev.polyrpc.product.domain.Command;
import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.InventoryWatch;
import dev.polyrpc.product.domain.KeptProduct;
import dev.polyrpc.product.domain.MoveStock;
import dev.polyrpc.product.domain.Page;
import dev.polyrpc.product.domain.PageRequest;
import dev.polyrpc.product.domain.ProductStore;
import dev.polyrpc.product.domain.RequestKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Products in maps, the fastest that a store can be: what a database is compared with. Safe for use by many threads. */
final class MemoryStore implements ProductStore {
    private static final int PAGE = 1_000;

    private final NavigableMap<String, KeptProduct> inOrder;
    private final Map<String, KeptProduct> byId = new HashMap<>();

    private MemoryStore(NavigableMap<String, KeptProduct> inOrder) {
        this.inOrder = inOrder;
        byId.putAll(inOrder);
    }

    /** Of all products that a catalogue has. */
    static MemoryStore copy(Catalogue catalogue) {
        NavigableMap<String, KeptProduct> all = new TreeMap<>();
        String token = "";
        do {
            Page<KeptProduct> page = catalogue
                    .list(new PageRequest(PAGE, token))
                    .toCompletableFuture()
                    .join();
            page.items().forEach(kept -> all.put(kept.product().productId(), kept));
            token = page.nextToken();
        } while (!token.isEmpty());
        return new MemoryStore(all);
    }

    @Override
    public Optional<KeptProduct> find(String productId) {
        return Optional.ofNullable(byId.get(productId));
    }

    @Override
    public CompletionStage<List<KeptProduct>> findAll(List<String> productIds) {
        return CompletableFuture.completedStage(productIds.stream()
                .flatMap(productId -> Stream.ofNullable(byId.get(productId)))
                .toList());
    }

    @Override
    public CompletionStage<Page<KeptProduct>> list(PageRequest page) {
        List<KeptProduct> found = new ArrayList<>(page.size());
        Iterator<KeptProduct> rest =
                inOrder.tailMap(page.token(), false).values().iterator(); // a stream would count all of them first
        while (found.size() < page.size() && rest.hasNext()) {
            found.add(rest.next());
        }
        boolean last = found.size() < page.size();
        String next = last ? "" : found.get(found.size() - 1).product().productId();
        return CompletableFuture.completedStage(new Page<>(found, next));
    }

    @Override
    public Page<InventoryEvent> events(String productId, PageRequest page) {
        throw unknown();
    }

    @Override
    public List<InventoryEvent> latestEvents(List<String> productIds, int limit) {
        throw unknown();
    }

    @Override
    public InventoryWatch watch(@Nullable Long after, Set<String> productIds, Runnable more) {
        throw unknown();
    }

    @Override
    public <T> CompletionStage<T> write(RequestKey key, Class<T> answer, Command<T> command) {
        throw unknown();
    }

    @Override
    public CompletionStage<InventoryEvent> write(MoveStock movement) {
        throw unknown();
    }

    private static UnsupportedOperationException unknown() {
        return new UnsupportedOperationException("nothing but products is kept here, and none changes");
    }
}
