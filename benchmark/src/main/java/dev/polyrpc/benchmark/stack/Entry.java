package dev.polyrpc.benchmark.stack;

/**
 * A server, and one thing that can be asked of it. Immutable.
 *
 * @param server its name, for people and in results; entries of one server share its process
 */
public record Entry(String server, Role role, Cell cell, Work work) {}
