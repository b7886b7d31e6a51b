package dev.polyrpc.product.domain;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Map;

record CountStock(String productId, int counted, long stockVersion, String initiatedBy) implements Command<StockCount> {
    /** Whether a stock is as it was counted, so that there is nothing to do. */
    boolean confirms(Stock stock) {
        return stockVersion == stock.version() && counted == stock.onHand();
    }

    @Override
    public StockCount decide(Transaction transaction) {
        if (counted < 0 || counted > Stock.MAX) {
            throw Failure.invalid("QUANTITY_OUT_OF_RANGE", "counted", counted, "0 to " + Stock.MAX);
        }
        Product product = transaction.find(productId).orElseThrow(() -> Catalogue.notFound(productId));
        Stock stock = product.stock();
        if (stockVersion != stock.version()) {
            throw new Failure(
                    Kind.CONFLICT,
                    "STOCK_VERSION_STALE",
                    "stock_version: %d, the stock was changed since (expected: %d)"
                            .formatted(stockVersion, stock.version()),
                    Map.of("stock_version", String.valueOf(stock.version())));
        }
        if (confirms(stock)) {
            return new StockCount(null, stock);
        }
        int change = counted - stock.onHand();
        InventoryEvent correction = transaction.change(
                product.with(stock.adjusted(change)), InventoryCause.STOCKTAKE, change, null, initiatedBy);
        return new StockCount(correction, correction.stock());
    }
}
