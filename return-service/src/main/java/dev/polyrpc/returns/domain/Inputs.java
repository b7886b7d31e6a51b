package dev.polyrpc.returns.domain;

import dev.polyrpc.kit.failure.Failure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

/** The bounds of what callers may say. */
final class Inputs {
    static final int MAX_ORDER = 100;
    static final int MAX_NOTE = 500;
    static final int MAX_QUANTITY = 100_000;
    static final int MAX_BATCH = 100;
    private static final Pattern PRODUCT_ID = Pattern.compile("[a-z0-9-]{1,63}");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Inputs() {}

    /** Text is kept as it comes; only NUL, which not every database can keep, is refused. */
    static void text(String field, String value, int min, int max) {
        int length = value.codePointCount(0, value.length());
        if (length < min || length > max) {
            throw Failure.invalid(
                    "TEXT_LENGTH", field, length + " characters", "%d to %d characters".formatted(min, max));
        }
        if (value.indexOf('\0') >= 0) {
            throw Failure.invalid("TEXT_INVALID", field, "a text with NUL", "text without the character U+0000");
        }
    }

    static String productId(String field, String value) {
        if (!PRODUCT_ID.matcher(value).matches()) {
            throw Failure.invalid("PRODUCT_ID_INVALID", field, shown(value), "1 to 63 of a-z, 0-9 and '-'");
        }
        return value;
    }

    static void quantity(int value) {
        range("QUANTITY_OUT_OF_RANGE", "quantity", value, 1, MAX_QUANTITY);
    }

    static void range(String reason, String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw Failure.invalid(reason, field, value, "%d to %d".formatted(min, max));
        }
    }

    /** A UUID in any case; as it is compared: in lower case. */
    static String uuid(String field, String value) {
        if (!UUID.matcher(value).matches()) {
            throw Failure.invalid(
                    field.toUpperCase(Locale.ROOT) + "_INVALID",
                    field,
                    shown(value),
                    "a UUID, for example 018f2d6e-5b7a-7c31-9d54-0c1f5a2b3e4d");
        }
        return value.toLowerCase(Locale.ROOT);
    }

    /** 1 to 100 values, each as it should be and none twice; as the check gives them. */
    static List<String> batch(String field, List<String> values, BinaryOperator<String> check) {
        range("BATCH_SIZE_OUT_OF_RANGE", field, values.size(), 1, MAX_BATCH);
        Set<String> seen = new LinkedHashSet<>();
        for (String value : values) {
            if (!seen.add(check.apply(field, value))) {
                throw Failure.invalid("DUPLICATE_ID", field, value, "each id once");
            }
        }
        return List.copyOf(seen);
    }

    private static String shown(String value) {
        return value.length() <= MAX_ORDER ? "'" + value + "'" : value.length() + " characters";
    }
}
