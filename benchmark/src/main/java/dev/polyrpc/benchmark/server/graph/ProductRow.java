package dev.polyrpc.benchmark.server.graph;

import dev.polyrpc.proto.product.v1.Product;

/** A product as one keeps it in memory for a GraphQL library. */
record ProductRow(String productId, String name, long unitPriceCents, StockRow stock) {
    /** Its stock. */
    record StockRow(int onHand, int quarantined) {}

    static ProductRow of(Product message) {
        return new ProductRow(
                message.getProductId(),
                message.getName(),
                message.getUnitPriceCents(),
                new StockRow(message.getStock().getOnHand(), message.getStock().getQuarantined()));
    }
}
