package dev.polyrpc.kit.settings;

/** A text that no log may show. Immutable. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "(secret)";
    }
}
