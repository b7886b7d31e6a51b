package dev.polyrpc.product.domain;

import java.time.Instant;
import java.util.Optional;

record ImportProduct(String productId, CatalogueEntry entry) implements Command<ImportOutcome> {
    @Override
    public ImportOutcome decide(Transaction transaction) {
        Texts.checkProductId("product.product_id", productId);
        entry.check();
        Instant now = transaction.now();
        Optional<Product> known = transaction.find(productId);
        if (known.isEmpty()) {
            transaction.insert(new Product(productId, entry, 1, Stock.EMPTY, now, now));
            return ImportOutcome.CREATED;
        }
        if (known.get().entry().equals(entry)) {
            return ImportOutcome.UNCHANGED;
        }
        transaction.edit(known.get().edited(entry, now));
        return ImportOutcome.UPDATED;
    }
}
