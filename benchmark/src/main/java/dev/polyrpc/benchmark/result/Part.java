package dev.polyrpc.benchmark.result;

/** How long a part of a run took. Immutable. */
public record Part(String name, double seconds) {}
