package dev.polyrpc.product.domain;

/**
 * A change that is asked for: a record, whose components say what it is about and tell it from any other.
 *
 * @param <T> what the change comes to
 */
public interface Command<T> {
    /** Checks, decides and changes, as one step that holds as a whole or not at all. */
    T decide(Transaction transaction);
}
