package dev.polyrpc.product.domain;

import dev.polyrpc.kit.failure.Failure;

record AdjustInventory(String productId, int change, String initiatedBy) implements Command<InventoryEvent> {
    private static final int MAX_CHANGE = 100_000;

    @Override
    public InventoryEvent decide(Transaction transaction) {
        Texts.checkProductId("product_id", productId);
        if (change == 0 || change < -MAX_CHANGE || change > MAX_CHANGE) {
            throw Failure.invalid(
                    "QUANTITY_OUT_OF_RANGE", "change", change, "-%d to %d, not 0".formatted(MAX_CHANGE, MAX_CHANGE));
        }
        Product product = transaction.find(productId).orElseThrow(() -> Catalogue.notFound(productId));
        Product changed = product.with(product.stock().adjusted(change));
        return transaction.change(changed, InventoryCause.ADJUSTMENT, change, null, initiatedBy);
    }
}
