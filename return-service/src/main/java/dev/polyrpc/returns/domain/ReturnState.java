package dev.polyrpc.returns.domain;

/** Where a return is, and where it may go from there. */
public enum ReturnState {
    /** Opened; the units are on their way into quarantine. */
    REQUESTED,
    /** The units wait for inspection. */
    QUARANTINED,
    /** Accepted; the units are on their way to the stock on hand. */
    RESTOCKING,
    /** Accepted, and the units are on hand. */
    RESTOCKED,
    /** Rejected; the units are on their way out of the books. */
    WRITING_OFF,
    /** Rejected, and the units are written off. */
    WRITTEN_OFF,
    /** Withdrawn; the units are on their way out of quarantine. */
    WITHDRAWING,
    /** Withdrawn, and the units have left. */
    WITHDRAWN,
    /** Product management refused the units. */
    REFUSED;

    /** Whether a return may go from this state to the next. */
    public boolean leadsTo(ReturnState next) {
        return switch (this) {
            case REQUESTED -> next == QUARANTINED || next == REFUSED;
            case QUARANTINED -> next == RESTOCKING || next == WRITING_OFF || next == WITHDRAWING;
            case RESTOCKING -> next == RESTOCKED;
            case WRITING_OFF -> next == WRITTEN_OFF;
            case WITHDRAWING -> next == WITHDRAWN;
            case RESTOCKED, WRITTEN_OFF, WITHDRAWN, REFUSED -> false;
        };
    }

    /** Whether a return goes on from this state; of one customer, order and product only one return does. */
    public boolean isLive() {
        return switch (this) {
            case REQUESTED, QUARANTINED, RESTOCKING, WRITING_OFF, WITHDRAWING -> true;
            case RESTOCKED, WRITTEN_OFF, WITHDRAWN, REFUSED -> false;
        };
    }
}
