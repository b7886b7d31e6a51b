package dev.polyrpc.returns.domain;

/**
 * One change of one return.
 *
 * @param position place in the order of all changes: grows, may leave gaps
 * @param after the return after the change
 */
public record ReturnEvent(long position, ProductReturn after) {}
