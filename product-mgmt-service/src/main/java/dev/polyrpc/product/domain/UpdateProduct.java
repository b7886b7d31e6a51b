package dev.polyrpc.product.domain;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Map;
import java.util.Set;

record UpdateProduct(String productId, String etag, CatalogueEntry values, Set<CatalogueEntry.Field> fields)
        implements Command<Product> {
    @Override
    public Product decide(Transaction transaction) {
        Texts.checkProductId("product.product_id", productId);
        if (etag.isEmpty()) {
            throw Failure.invalid("ETAG_MISSING", "product.etag", "nothing", "the etag that the product was read with");
        }
        Product product = transaction.find(productId).orElseThrow(() -> Catalogue.notFound(productId));
        CatalogueEntry entry = product.entry().with(values, fields);
        entry.check();
        if (!etag.equals(product.etag())) {
            throw new Failure(
                    Kind.CONFLICT,
                    "ETAG_STALE",
                    "product.etag: the product was changed since (expected: %s)".formatted(product.etag()),
                    Map.of("etag", product.etag()));
        }
        Product edited = product.edited(entry, transaction.now());
        transaction.edit(edited);
        return edited;
    }
}
