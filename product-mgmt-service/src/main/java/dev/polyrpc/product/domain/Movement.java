package dev.polyrpc.product.domain;

/** Where returned units move to. */
public enum Movement {
    /** Into quarantine, from outside. */
    QUARANTINE(InventoryCause.QUARANTINE),
    /** From quarantine to on hand. */
    RESTOCK(InventoryCause.RESTOCK),
    /** From quarantine to written off. */
    WRITE_OFF(InventoryCause.WRITE_OFF),
    /** Out of quarantine, back to the customer. */
    WITHDRAW(InventoryCause.WITHDRAW);

    private final InventoryCause cause;

    Movement(InventoryCause cause) {
        this.cause = cause;
    }

    InventoryCause cause() {
        return cause;
    }
}
