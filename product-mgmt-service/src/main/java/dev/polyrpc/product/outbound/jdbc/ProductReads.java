package dev.polyrpc.product.outbound.jdbc;

import static java.util.Objects.requireNonNull;

import dev.polyrpc.product.domain.KeptProduct;
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

/**
 * Products as they are committed, from memory where they have been read before and have not changed since. The rows of a
 * list are each as of a moment after it was asked for, which need not be the same moment. Safe for use by many threads.
 */
final class ProductReads {
    /** One part in so many of the heap may hold products. */
    private static final int SHARE_OF_HEAP = 6;

    private static final long BYTES_EACH = 768;
    private static final long MOST = 1_000_000;
    private static final long PAGES = 1_000;

    private final SqliteStore store;
    private final RowCache<KeptProduct> products =
            RowCache.ofRows(Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / BYTES_EACH));
    /** The ids alone: which products there are changes far less than they do. */
    private final RowCache<List<String>> pages = RowCache.ofQueries(PAGES);

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

    /** Those that exist, in the order asked for. */
    List<KeptProduct> findAll(List<String> productIds) {
        List<KeptProduct> found = new ArrayList<>(productIds.size());
        Map<String, Integer> missing = new LinkedHashMap<>();
        for (String productId : productIds) {
            int stamp = products.stamp(productId);
            KeptProduct known = products.get(productId, stamp);
            if (known == null) {
                missing.put(productId, stamp);
            } else {
                found.add(known);
            }
        }
        return missing.isEmpty() ? found : completed(productIds, found, missing);
    }

    private List<KeptProduct> completed(
            List<String> productIds, List<KeptProduct> known, Map<String, Integer> missing) {
        Map<String, KeptProduct> found = new HashMap<>();
        known.forEach(kept -> found.put(kept.product().productId(), kept));
        String idsAsJson = JdbcProductStore.json(missing.keySet());
        for (Product read : store.read(sql -> ProductRows.findAll(sql, idsAsJson))) {
            found.put(read.productId(), keep(read, requireNonNull(missing.get(read.productId()))));
        }
        return productIds.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private KeptProduct keep(Product product, int stamp) {
        KeptProduct kept = new KeptProduct(product);
        products.put(product.productId(), stamp, kept);
        return kept;
    }

    List<KeptProduct> page(String afterId, int limit) {
        String query = limit + " " + afterId;
        int stamp = pages.stamp(query);
        List<String> productIds = pages.get(query, stamp);
        if (productIds == null) {
            productIds = store.read(sql -> ProductRows.idsOfPage(sql, afterId, limit));
            pages.put(query, stamp, productIds);
        }
        return findAll(productIds);
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
        products.changes(sql, product.productId(), new KeptProduct(product));
    }

    /** A transaction adds a product. */
    void adds(Sql sql, String productId) {
        products.changes(sql, productId);
        pages.changes(sql, productId);
    }
}
