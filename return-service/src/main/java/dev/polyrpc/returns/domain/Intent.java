package dev.polyrpc.returns.domain;

/**
 * A step that was committed to: all that a repeated call needs to get the same answer.
 *
 * @param returnId whose step
 * @param number the entry of the return's history that says so; the next one says what became of it
 */
public record Intent(String returnId, int number) {}
