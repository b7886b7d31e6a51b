package dev.polyrpc.product.outbound.jdbc;

import static java.util.Objects.requireNonNull;

import dev.polyrpc.product.domain.CatalogueEntry;
import dev.polyrpc.product.domain.KeptProduct;
import dev.polyrpc.product.domain.Page;
import dev.polyrpc.product.domain.Product;
import dev.polyrpc.store.RowCache;
import dev.polyrpc.store.Sql;
import dev.polyrpc.store.SqliteStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Products as they are committed, from memory where they have been read before and have not changed since. The rows of a
 * list are each as of a moment after it was asked for, which need not be the same moment. Safe for use by many threads.
 */
final class ProductReads {
    /** One part in so many of the heap may hold products. */
    private static final int SHARE_OF_HEAP = 3;

    private static final long BYTES_EACH = 768;
    /** Longer ones would take more, so they are read each time. */
    private static final int MOST_TEXT = 120;

    private static final long MOST = 1_000_000;
    private static final long PAGES = 1_000;
    /** Whoever looks for more at once would hold up an event loop, even where all is in memory. */
    private static final int MOST_AT_ONCE = 100;

    private final SqliteStore store;
    private final RowCache<KeptProduct> products =
            RowCache.ofRows(Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / BYTES_EACH));
    /** The ids alone, and where to go on: which products there are changes far less than they do. */
    private final RowCache<Page<String>> pages = RowCache.ofQueries(PAGES);

    ProductReads(SqliteStore store) {
        this.store = store;
    }

    Optional<KeptProduct> find(String productId) {
        int stamp = products.stamp(productId);
        KeptProduct known = products.get(productId, stamp);
        if (known != null) {
            return Optional.of(known);
        }
        return store.read(sql -> ProductRows.find(sql, productId)).map(product -> keep(product, stamp));
    }

    /** Those that exist, in the order asked for; at once where all of them are in memory. */
    CompletionStage<List<KeptProduct>> findAll(List<String> productIds) {
        if (productIds.size() <= MOST_AT_ONCE) {
            Map<String, Integer> missing = new LinkedHashMap<>();
            List<KeptProduct> known = known(productIds, missing);
            if (missing.isEmpty()) {
                return CompletableFuture.completedStage(known);
            }
        }
        return store.readLater(sql -> read(sql, productIds));
    }

    private List<KeptProduct> read(Sql sql, List<String> productIds) {
        Map<String, Integer> missing = new LinkedHashMap<>();
        List<KeptProduct> known = known(productIds, missing);
        return missing.isEmpty() ? known : completed(sql, productIds, known, missing);
    }

    /** Those in memory; of the others, the stamps to read them under. */
    private List<KeptProduct> known(List<String> productIds, Map<String, Integer> missing) {
        List<KeptProduct> known = new ArrayList<>(productIds.size());
        for (String productId : productIds) {
            int stamp = products.stamp(productId);
            KeptProduct product = products.get(productId, stamp);
            if (product == null) {
                missing.put(productId, stamp);
            } else {
                known.add(product);
            }
        }
        return known;
    }

    private List<KeptProduct> completed(
            Sql sql, List<String> productIds, List<KeptProduct> known, Map<String, Integer> missing) {
        Map<String, KeptProduct> found = new HashMap<>();
        known.forEach(kept -> found.put(kept.product().productId(), kept));
        String idsAsJson = JdbcProductStore.json(missing.keySet());
        for (Product read : ProductRows.findAll(sql, idsAsJson)) {
            found.put(read.productId(), keep(read, requireNonNull(missing.get(read.productId()))));
        }
        return productIds.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private KeptProduct keep(Product product, int stamp) {
        KeptProduct kept = new KeptProduct(product);
        if (isSmall(product)) {
            products.put(product.productId(), stamp, kept);
        }
        return kept;
    }

    /**
     * A page of products.
     *
     * @param size how many at most
     * @param ended makes a page of the ids that were found, one more than fits where there are more
     */
    CompletionStage<Page<KeptProduct>> page(String afterId, int size, Function<List<String>, Page<String>> ended) {
        String query = size + " " + afterId;
        int stamp = pages.stamp(query);
        Page<String> known = pages.get(query, stamp);
        if (known != null) {
            return findAll(known.items()).thenApply(found -> new Page<>(found, known.nextToken()));
        }
        return store.readLater(sql -> {
            Page<String> productIds = ended.apply(ProductRows.idsOfPage(sql, afterId, size + 1));
            pages.put(query, stamp, productIds);
            return new Page<>(read(sql, productIds.items()), productIds.nextToken());
        });
    }

    /** As a transaction sees it: what is known and not being changed is so there too, as there is one writer. */
    Optional<Product> find(Sql sql, String productId) {
        KeptProduct known = products.get(productId, products.stamp(productId));
        return known != null ? Optional.of(known.product()) : ProductRows.find(sql, productId);
    }

    /** A transaction edits a product. */
    void changes(Sql sql, String productId) {
        products.changes(sql, productId);
    }

    /** A transaction changes a product's stock, which soon changes again. */
    void changes(Sql sql, Product product) {
        if (isSmall(product)) {
            products.changes(sql, product.productId(), new KeptProduct(product));
        } else {
            products.changes(sql, product.productId());
        }
    }

    private static boolean isSmall(Product product) {
        CatalogueEntry entry = product.entry();
        return entry.name().length()
                        + entry.category().length()
                        + entry.quantityPerUnit().length()
                <= MOST_TEXT;
    }

    /** A transaction adds a product. */
    void adds(Sql sql, String productId) {
        products.changes(sql, productId);
        pages.changes(sql, productId);
    }
}
