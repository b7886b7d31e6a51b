package dev.polyrpc.gateway.graph;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import dev.polyrpc.gateway.trace.Trace;
import dev.polyrpc.proto.product.v1.BatchListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.returns.v1.BatchGetReturnsRequest;
import dev.polyrpc.proto.returns.v1.BatchListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderOptions;
import org.dataloader.DataLoaderRegistry;
import org.dataloader.MappedBatchLoader;

/**
 * The batches of one request: what many fields ask for one by one goes to the backends as one RPC for each 100 ids. A key
 * without an answer loads as null.
 */
final class Loaders {
    private static final String PRODUCTS = "products";
    private static final String EVENTS = "events";
    private static final String RETURNS = "returns";
    private static final String RETURNS_OF_PRODUCTS = "returnsOfProducts";

    /** The most ids that the contracts take in one batch. */
    private static final DataLoaderOptions CHUNKS =
            DataLoaderOptions.newOptions().setMaxBatchSize(100).build();

    private Loaders() {}

    /** The latest rows that belong to one product. */
    record Latest(String productId, int limit) {}

    /** The loaders of one request, each made when a field first asks for it: few requests need them all, and some none. */
    static DataLoaderRegistry of(
            ProductReads reads, ProductBackend products, ReturnBackend returns, RequestScope scope) {
        return new DataLoaderRegistry() {
            @Override
            public <K, V> DataLoader<K, V> getDataLoader(String name) {
                return computeIfAbsent(name, missing -> make(missing, reads, products, returns, scope));
            }
        };
    }

    private static DataLoader<?, ?> make(
            String name, ProductReads reads, ProductBackend products, ReturnBackend returns, RequestScope scope) {
        return switch (name) {
            case PRODUCTS ->
                DataLoaderFactory.newMappedDataLoaderWithTry(PRODUCTS, batches(PRODUCTS, scope, reads::batch), CHUNKS);
            case RETURNS -> loader(RETURNS, scope, (Set<String> ids, RequestScope part) -> returns(returns, ids, part));
            case EVENTS ->
                loader(
                        EVENTS,
                        scope,
                        (Set<Latest> keys, RequestScope part) ->
                                latest(keys, (ids, limit) -> events(products, ids, limit, part)));
            case RETURNS_OF_PRODUCTS ->
                loader(
                        RETURNS_OF_PRODUCTS,
                        scope,
                        (Set<Latest> keys, RequestScope part) ->
                                latest(keys, (ids, limit) -> ofProducts(returns, ids, limit, part)));
            default -> throw new IllegalStateException("no loader " + name);
        };
    }

    static CompletableFuture<Product> product(DataFetchingEnvironment field, String productId) {
        return Loaders.<String, Product>loader(field, PRODUCTS).load(productId);
    }

    static CompletableFuture<ProductReturn> productReturn(DataFetchingEnvironment field, String returnId) {
        return Loaders.<String, ProductReturn>loader(field, RETURNS).load(returnId);
    }

    static CompletableFuture<List<InventoryEvent>> events(DataFetchingEnvironment field, Latest key) {
        return Loaders.<Latest, List<InventoryEvent>>loader(field, EVENTS).load(key);
    }

    static CompletableFuture<List<ProductReturn>> returnsOf(DataFetchingEnvironment field, Latest key) {
        return Loaders.<Latest, List<ProductReturn>>loader(field, RETURNS_OF_PRODUCTS)
                .load(key);
    }

    /** Forgets what was read: after a change, what is read next must be as it is then. */
    static void forget(DataFetchingEnvironment field) {
        field.getDataLoaderRegistry().getDataLoaders().forEach(DataLoader::clearAll);
    }

    private static <K, V> DataLoader<K, V> loader(DataFetchingEnvironment field, String name) {
        DataLoader<K, V> loader = field.getDataLoader(name);
        if (loader == null) {
            throw new IllegalStateException("no loader " + name);
        }
        return loader;
    }

    private interface Batch<K, V> {
        CompletableFuture<Map<K, V>> load(Set<K> keys, RequestScope part);
    }

    private static <K, V> DataLoader<K, V> loader(String name, RequestScope scope, Batch<K, V> batch) {
        return DataLoaderFactory.newMappedDataLoader(name, batches(name, scope, batch), CHUNKS);
    }

    /** Batches each of which is a span. */
    private static <K, V> MappedBatchLoader<K, V> batches(String name, RequestScope scope, Batch<K, V> batch) {
        return keys -> {
            Trace part = scope.trace().batch(name, keys.size());
            CompletableFuture<Map<K, V>> loaded = batch.load(keys, scope.under(part));
            return part == scope.trace() ? loaded : loaded.whenComplete((all, thrown) -> part.end());
        };
    }

    private static CompletableFuture<Map<String, ProductReturn>> returns(
            ReturnBackend backend, Set<String> ids, RequestScope scope) {
        return backend.returns(
                        BatchGetReturnsRequest.newBuilder().addAllReturnIds(ids).build(), scope)
                .thenApply(answer ->
                        answer.getProductReturnsList().stream().collect(toMap(ProductReturn::getReturnId, it -> it)));
    }

    private static CompletableFuture<Map<Latest, List<InventoryEvent>>> events(
            ProductBackend backend, List<String> ids, int limit, RequestScope scope) {
        var request = BatchListInventoryEventsRequest.newBuilder()
                .addAllProductIds(ids)
                .setLimit(limit);
        return backend.events(request.build(), scope)
                .thenApply(answer -> answer.getProductsList().stream()
                        .collect(toMap(it -> new Latest(it.getProductId(), limit), it -> it.getEventsList())));
    }

    private static CompletableFuture<Map<Latest, List<ProductReturn>>> ofProducts(
            ReturnBackend backend, List<String> ids, int limit, RequestScope scope) {
        var request = BatchListReturnsRequest.newBuilder().addAllProductIds(ids).setLimit(limit);
        return backend.ofProducts(request.build(), scope)
                .thenApply(answer -> answer.getProductsList().stream()
                        .collect(toMap(it -> new Latest(it.getProductId(), limit), it -> it.getProductReturnsList())));
    }

    /** One RPC for each limit that was asked for: almost always one. */
    private static <V> CompletableFuture<Map<Latest, V>> latest(
            Set<Latest> keys, BiFunction<List<String>, Integer, CompletableFuture<Map<Latest, V>>> batch) {
        List<CompletableFuture<Map<Latest, V>>> parts = new ArrayList<>();
        keys.stream()
                .collect(groupingBy(Latest::limit, mapping(Latest::productId, toList())))
                .forEach((limit, ids) -> parts.add(batch.apply(ids, limit)));
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenApply(done -> {
            Map<Latest, V> all = new HashMap<>();
            parts.forEach(part -> all.putAll(part.join()));
            return all;
        });
    }
}
