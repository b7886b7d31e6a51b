package dev.polyrpc.product.domain;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Map;

/**
 * Units of one product, by where they are; none is ever below 0 or over {@link #MAX}.
 *
 * @param version number of changes so far
 */
public record Stock(int onHand, int quarantined, int writtenOff, long version) {
    /** Most units that any place holds. */
    public static final int MAX = 1_000_000_000;

    /** The stock of a product that was never there. */
    public static final Stock EMPTY = new Stock(0, 0, 0, 0);

    Stock adjusted(int change) {
        return changed(change, 0, 0);
    }

    Stock moved(Movement movement, int quantity) {
        return switch (movement) {
            case QUARANTINE -> changed(0, quantity, 0);
            case RESTOCK -> changed(quantity, -quantity, 0);
            case WRITE_OFF -> changed(0, -quantity, quantity);
            case WITHDRAW -> changed(0, -quantity, 0);
        };
    }

    private Stock changed(int toOnHand, int toQuarantined, int toWrittenOff) {
        return new Stock(
                sum("on_hand", onHand, toOnHand),
                sum("quarantined", quarantined, toQuarantined),
                sum("written_off", writtenOff, toWrittenOff),
                version + 1);
    }

    private static int sum(String place, int units, int change) {
        long sum = (long) units + change;
        if (sum < 0 || sum > MAX) {
            throw new Failure(
                    Kind.STATE,
                    "STOCK_OUT_OF_RANGE",
                    "%s: %d %+d = %d (expected: 0 to %d)".formatted(place, units, change, sum, MAX),
                    Map.of(place, String.valueOf(units)));
        }
        return (int) sum;
    }
}
