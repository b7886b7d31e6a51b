package dev.polyrpc.benchmark.load;

/** A place for one call at a time. Touched on its client's event loop alone. */
@FunctionalInterface
public interface Slot {
    /** Makes the next call; the one before has ended. */
    void send();
}
