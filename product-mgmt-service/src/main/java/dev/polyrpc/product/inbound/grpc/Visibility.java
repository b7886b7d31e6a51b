package dev.polyrpc.product.inbound.grpc;

import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.product.domain.InventoryEvent;

/**
 * What a caller may see of a change: stock is everybody's, whose return moved it is not.
 *
 * @param all whether the caller sees whose it was, whoever it was
 */
record Visibility(boolean all, String subject) {
    /** The subject that makes every customer's movements: it sees whose they are. */
    private static final String RETURN = "return";

    static Visibility of(Caller caller) {
        return new Visibility(caller.staff() || caller.subject().equals(RETURN), caller.subject());
    }

    boolean isWhole(InventoryEvent event) {
        return all || subject.equals(event.initiatedBy());
    }
}
