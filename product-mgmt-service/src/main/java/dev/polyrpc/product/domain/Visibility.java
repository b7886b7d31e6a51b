package dev.polyrpc.product.domain;

/**
 * What a reader may see of changes: stock is everybody's, whose return moved it is not. Immutable.
 *
 * @param all whether they see whose it was, whoever it was
 * @param subject who reads
 */
public record Visibility(boolean all, String subject) {
    /** The subject that makes every customer's movements: it sees whose they are. */
    private static final String RETURN = "return";

    /** Of a reader, who works here or does not. */
    public static Visibility of(String subject, boolean staff) {
        return new Visibility(staff || subject.equals(RETURN), subject);
    }

    /** Whether they may see all of it. */
    public boolean isWhole(InventoryEvent event) {
        return all || subject.equals(event.initiatedBy());
    }

    /** As much of it as they may see. */
    public InventoryEvent of(InventoryEvent event) {
        return isWhole(event) ? event : event.nameless();
    }
}
