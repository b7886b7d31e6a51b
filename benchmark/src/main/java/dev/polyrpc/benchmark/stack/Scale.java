package dev.polyrpc.benchmark.stack;

/**
 * How much there is. Immutable.
 *
 * @param products in the catalogue
 * @param subjects whose tokens are used
 * @param events in the table that watches read from
 * @param inFlight calls at a time, over all connections
 * @param connections to each server of a wire that carries many calls at a time on one; others get one for each call in flight
 */
public record Scale(int products, int subjects, int events, int inFlight, int connections) {
    /** For people. */
    @Override
    public String toString() {
        return "%,d products asked at random by %,d subjects, %d calls in flight (over %d connections where one carries many)"
                .formatted(products, subjects, inFlight, connections);
    }
}
