package dev.polyrpc.benchmark.server;

import dev.polyrpc.benchmark.stack.SampleMessages;
import dev.polyrpc.product.domain.Product;
import dev.polyrpc.product.domain.Stock;

/** A product in JSON. */
record ProductJson(
        String productId,
        String name,
        String category,
        String quantityPerUnit,
        long unitPriceCents,
        boolean discontinued,
        String etag,
        StockJson stock,
        String createTime,
        String updateTime) {

    /** A stock in JSON. */
    record StockJson(int onHand, int quarantined, int writtenOff, long stockVersion) {
        static StockJson of(Stock stock) {
            return new StockJson(stock.onHand(), stock.quarantined(), stock.writtenOff(), stock.version());
        }
    }

    static ProductJson of(Product product) {
        return new ProductJson(
                product.productId(),
                product.entry().name(),
                product.entry().category(),
                product.entry().quantityPerUnit(),
                product.entry().unitPriceCents(),
                product.entry().discontinued(),
                product.etag(),
                StockJson.of(product.stock()),
                product.createTime().toString(),
                product.updateTime().toString());
    }

    /** What a server answers that keeps nothing. */
    static ProductJson sample() {
        dev.polyrpc.proto.product.v1.Product sample = SampleMessages.answered();
        return new ProductJson(
                sample.getProductId(),
                sample.getName(),
                sample.getCategory(),
                sample.getQuantityPerUnit(),
                sample.getUnitPriceCents(),
                sample.getDiscontinued(),
                sample.getEtag(),
                new StockJson(39, 0, 0, 1),
                "2026-11-18T11:46:40.123Z",
                "2026-11-18T11:46:40.123Z");
    }
}
