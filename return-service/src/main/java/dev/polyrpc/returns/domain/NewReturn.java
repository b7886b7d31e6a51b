package dev.polyrpc.returns.domain;

/**
 * A return as a customer asks for it.
 *
 * @param order what the goods came with, in the caller's own words
 * @param productId what comes back
 * @param quantity how many units of it
 * @param reason why
 */
public record NewReturn(String order, String productId, int quantity, ReturnReason reason) {
    /** Refuses what no return may be. */
    public NewReturn {
        Inputs.text("order", order, 1, Inputs.MAX_ORDER);
        Inputs.productId("product_id", productId);
        Inputs.quantity(quantity);
    }
}
