package dev.polyrpc.product.domain;

import dev.polyrpc.kit.failure.Failure;

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

    /** The refusal of what is no movement of the contract. */
    public static Failure unknown(Object value) {
        return Failure.invalid("MOVEMENT_UNKNOWN", "movement", value, "a movement of the contract");
    }
}
