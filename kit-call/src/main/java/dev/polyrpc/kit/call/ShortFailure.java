package dev.polyrpc.kit.call;

import com.google.common.base.Ascii;
import dev.polyrpc.kit.failure.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A failure in as few words as every wire carries, whatever the input was. */
public final class ShortFailure {
    private static final int MAX_MESSAGE = 200;
    private static final int MAX_VALUE = 64;
    private static final int MAX_DETAILS = 4;

    private ShortFailure() {}

    /** The failure's message, cut where it is too long. */
    public static String message(Failure failure) {
        return Ascii.truncate(failure.getMessage(), MAX_MESSAGE, "...");
    }

    /** The first of the failure's details by name, their values cut where they are too long. */
    public static Map<String, String> details(Failure failure) {
        Map<String, String> details = new LinkedHashMap<>();
        new TreeMap<>(failure.details())
                .entrySet().stream()
                        .limit(MAX_DETAILS)
                        .forEach(entry ->
                                details.put(entry.getKey(), Ascii.truncate(entry.getValue(), MAX_VALUE, "...")));
        return details;
    }
}
