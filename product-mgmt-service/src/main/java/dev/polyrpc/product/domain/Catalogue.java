package dev.polyrpc.product.domain;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The catalogue of products. Safe for use by many threads. */
public final class Catalogue {
    private static final int MAX_BATCH = 100;

    private final ProductStore products;

    /** Makes the catalogue of a store. */
    public Catalogue(ProductStore products) {
        this.products = products;
    }

    /** Reads one product. */
    public Product get(String productId) {
        return kept(productId).product();
    }

    /** Reads one product in a form that is made once for each state of it. */
    public <T> T get(String productId, ProductForm<T> form) {
        return kept(productId).in(form);
    }

    /** Reads up to 100 products, in the order asked for. */
    public CompletionStage<Batch> getAll(List<String> productIds) {
        checkBatch(productIds);
        return products.findAll(productIds).thenApply(found -> new Batch(found, missing(productIds, found)));
    }

    /** Reads a page of the catalogue, by product id. */
    public CompletionStage<Page<KeptProduct>> list(PageRequest page) {
        return products.list(page);
    }

    /** Creates a product with an empty stock; completes once that is durable. */
    public CompletionStage<Product> create(String productId, CatalogueEntry entry, RequestKey key) {
        return products.write(key, Product.class, new CreateProduct(productId, entry));
    }

    /** Changes fields of an entry, if its etag is still the one given; completes once that is durable. */
    public CompletionStage<Product> update(
            String productId, String etag, CatalogueEntry values, Set<CatalogueEntry.Field> fields, RequestKey key) {
        Set<CatalogueEntry.Field> inOrder = EnumSet.copyOf(fields); // so that equal commands are written down equal
        return products.write(key, Product.class, new UpdateProduct(productId, etag, values, inOrder));
    }

    /** Creates a product, or makes the entry of one that exists this one; completes once that is durable. */
    public CompletionStage<ImportOutcome> put(String productId, CatalogueEntry entry, RequestKey key) {
        return products.write(key, ImportOutcome.class, new ImportProduct(productId, entry));
    }

    private static List<String> missing(List<String> productIds, List<KeptProduct> found) {
        if (found.size() == productIds.size()) {
            return List.of();
        }
        Set<String> missing = new LinkedHashSet<>(productIds);
        found.forEach(kept -> missing.remove(kept.product().productId()));
        return List.copyOf(missing);
    }

    private KeptProduct kept(String productId) {
        Texts.checkProductId("product_id", productId);
        return products.find(productId).orElseThrow(() -> notFound(productId));
    }

    static void checkBatch(List<String> productIds) {
        if (productIds.isEmpty() || productIds.size() > MAX_BATCH) {
            throw Failure.invalid("BATCH_SIZE_OUT_OF_RANGE", "product_ids", productIds.size() + " ids", "1 to 100 ids");
        }
        Set<String> seen = new HashSet<>();
        for (String productId : productIds) {
            Texts.checkProductId("product_ids", productId);
            if (!seen.add(productId)) {
                throw Failure.invalid("DUPLICATE_ID", "product_ids", productId + " twice", "each id once");
            }
        }
    }

    static Failure notFound(String productId) {
        return new Failure(
                Kind.NOT_FOUND,
                "PRODUCT_NOT_FOUND",
                "product_id: %s (expected: a product of the catalogue)".formatted(productId),
                Map.of("product_id", productId));
    }

    /**
     * What became of a batch of look-ups.
     *
     * @param found the products that exist
     * @param missing the ids that no product has
     */
    public record Batch(List<KeptProduct> found, List<String> missing) {}
}
