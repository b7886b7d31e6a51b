package dev.polyrpc.client.file;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;

/**
 * The fields of one row by the names of their columns; a field that is not as expected is refused by name.
 *
 * @param line number of the row's line, the header being 1
 * @param values what stands in each column
 */
public record Fields(long line, Map<String, String> values) {
    /** Keeps a copy. */
    public Fields {
        values = Map.copyOf(values);
    }

    /** As it stands; empty where there is no such column. */
    public String text(String column) {
        return values.getOrDefault(column, "");
    }

    /** A whole number; 0 where there is no such column. */
    public int number(String column) {
        return Math.toIntExact(longNumber(column));
    }

    /** A whole number; 0 where there is no such column. */
    public long longNumber(String column) {
        try {
            return values.containsKey(column) ? new BigDecimal(text(column).strip()).longValueExact() : 0;
        } catch (NumberFormatException | ArithmeticException e) {
            throw wrong(column, "a whole number");
        }
    }

    /** A price such as 18.00, in cents; 0 where there is no such column. */
    public long cents(String column) {
        try {
            return values.containsKey(column)
                    ? new BigDecimal(text(column).strip()).movePointRight(2).longValueExact()
                    : 0;
        } catch (NumberFormatException | ArithmeticException e) {
            throw wrong(column, "a price with at most two decimals");
        }
    }

    /** True or false; false where it is empty, or there is no such column. */
    public boolean flag(String column) {
        return switch (text(column).strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false", "" -> false;
            default -> throw wrong(column, "true or false");
        };
    }

    private IllegalArgumentException wrong(String column, String expectation) {
        return new IllegalArgumentException("%s: %s (expected: %s)".formatted(column, text(column), expectation));
    }
}
