package dev.polyrpc.product.domain;

import java.time.Instant;

/**
 * A product: what the catalogue says of it, and its stock.
 *
 * @param revision number of catalogue edits, from 1; the stock does not change it
 */
public record Product(
        String productId, CatalogueEntry entry, long revision, Stock stock, Instant createTime, Instant updateTime) {
    /** The revision, as callers see it: opaque. */
    public String etag() {
        return Long.toString(revision);
    }

    Product with(Stock newStock) {
        return new Product(productId, entry, revision, newStock, createTime, updateTime);
    }

    Product edited(CatalogueEntry newEntry, Instant time) {
        return new Product(productId, newEntry, revision + 1, stock, createTime, time);
    }
}
