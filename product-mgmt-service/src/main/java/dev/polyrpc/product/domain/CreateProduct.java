package dev.polyrpc.product.domain;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Instant;
import java.util.Map;

record CreateProduct(String productId, CatalogueEntry entry) implements Command<Product> {
    @Override
    public Product decide(Transaction transaction) {
        Texts.checkProductId("product.product_id", productId);
        entry.check();
        if (transaction.find(productId).isPresent()) {
            throw new Failure(
                    Kind.EXISTS,
                    "PRODUCT_EXISTS",
                    "product.product_id: %s (expected: one that no product has)".formatted(productId),
                    Map.of("product_id", productId));
        }
        Instant now = transaction.now();
        Product product = new Product(productId, entry, 1, Stock.EMPTY, now, now);
        transaction.insert(product);
        return product;
    }
}
