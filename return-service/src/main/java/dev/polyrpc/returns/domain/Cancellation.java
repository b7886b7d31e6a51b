package dev.polyrpc.returns.domain;

/**
 * A customer's decision to keep the goods.
 *
 * @param returnId what is withdrawn
 */
public record Cancellation(String returnId) {
    /** Refuses what is no return's id. */
    public Cancellation {
        returnId = Inputs.uuid("return_id", returnId);
    }
}
