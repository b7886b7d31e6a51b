package dev.polyrpc.systemtest.history;

import java.util.Set;

/**
 * What a watcher asked for, and who it was.
 *
 * @param after position after which it began
 * @param products whose changes it asked for; empty = of all
 * @param customer its name where it sees only what is its own; empty = staff
 */
public record Watched(long after, Set<String> products, String customer) {
    public Watched {
        products = Set.copyOf(products);
    }

    /** Staff that asked for everything from the very first event. */
    public static Watched all() {
        return new Watched(0, Set.of(), "");
    }

    /** The same, begun after a position. */
    public Watched from(long position) {
        return new Watched(position, products, customer);
    }

    /** The same, of these products alone. */
    public Watched of(String... productIds) {
        return new Watched(after, Set.of(productIds), customer);
    }

    /** The same, by a customer. */
    public Watched by(String name) {
        return new Watched(after, products, name);
    }
}
