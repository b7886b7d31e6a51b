package dev.polyrpc.returns.domain;

/** Why goods come back. */
public enum ReturnReason {
    /** They arrived broken. */
    DAMAGED,
    /** They do not work as they should. */
    DEFECTIVE,
    /** They are not what was ordered. */
    WRONG_ITEM,
    /** The customer does not want them any more. */
    UNWANTED
}
