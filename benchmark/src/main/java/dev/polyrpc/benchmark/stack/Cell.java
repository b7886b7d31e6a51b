package dev.polyrpc.benchmark.stack;

/** A wire and what is demanded on it. Immutable. */
public record Cell(Wire wire, Security security) {
    /** For people. */
    @Override
    public String toString() {
        return "%s, %s".formatted(wire, security);
    }
}
