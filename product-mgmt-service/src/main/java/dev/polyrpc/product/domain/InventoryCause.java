package dev.polyrpc.product.domain;

/** What changed a stock. */
public enum InventoryCause {
    /** A signed change of the stock on hand. */
    ADJUSTMENT,
    /** The stock on hand was corrected to what was counted. */
    STOCKTAKE,
    /** {@link Movement#QUARANTINE}. */
    QUARANTINE,
    /** {@link Movement#RESTOCK}. */
    RESTOCK,
    /** {@link Movement#WRITE_OFF}. */
    WRITE_OFF,
    /** {@link Movement#WITHDRAW}. */
    WITHDRAW
}
