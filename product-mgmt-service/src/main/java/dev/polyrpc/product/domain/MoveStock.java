package dev.polyrpc.product.domain;

import dev.polyrpc.kit.failure.Failure;

/**
 * A step of a return: units that move.
 *
 * @param movementId names the step; takes effect once
 * @param initiatedBy on whose behalf the units move
 */
public record MoveStock(String movementId, String productId, int quantity, Movement movement, String initiatedBy)
        implements Command<InventoryEvent> {
    private static final int MAX_QUANTITY = 100_000;
    private static final int MAX_SUBJECT = 200;

    /** The one subject that may move units in somebody else's name: return, resuming work after its call has ended. */
    private static final String RESUMES_WORK = "return";

    /**
     * True where a refusal is for good: a return whose units were refused is over, so that a copy of its first step that
     * was held up on the way must not take effect later. The other steps are asked for again until they hold.
     */
    public boolean refusalIsFinal() {
        return movement == Movement.QUARANTINE;
    }

    @Override
    public InventoryEvent decide(Transaction transaction) {
        check();
        Product product = transaction.find(productId).orElseThrow(() -> Catalogue.notFound(productId));
        Product changed = product.with(product.stock().moved(movement, quantity));
        return transaction.change(changed, movement.cause(), quantity, movementId, initiatedBy);
    }

    void checkInitiator(String subject) {
        if (!initiatedBy.equals(subject) && !subject.equals(RESUMES_WORK)) {
            throw Failure.invalid(
                    "INITIATOR_INVALID", "initiated_by", "somebody else", "the caller's own subject, " + subject);
        }
    }

    private void check() {
        Texts.checkMovementId(movementId);
        Texts.checkProductId("product_id", productId);
        Texts.check("initiated_by", initiatedBy, 1, MAX_SUBJECT);
        if (quantity < 1 || quantity > MAX_QUANTITY) {
            throw Failure.invalid("QUANTITY_OUT_OF_RANGE", "quantity", quantity, "1 to " + MAX_QUANTITY);
        }
    }
}
