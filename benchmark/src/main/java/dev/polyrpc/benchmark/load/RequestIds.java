package dev.polyrpc.benchmark.load;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Request ids that nobody has used, each after the one before, as are those of a client that makes UUIDs of version 7:
 * alike over every wire, as a database is dearer to search where they come at random. Safe for use by many threads.
 */
public final class RequestIds {
    /** Digits at the end that count. */
    static final int DIGITS = 12;
    /** An id whose count is 0: to be replaced. */
    static final String SAMPLE = UUID.randomUUID().toString().substring(0, 36 - DIGITS) + "0".repeat(DIGITS);

    private static final UUID FIRST = UUID.fromString(SAMPLE);
    private static final AtomicLong LAST = new AtomicLong();

    private RequestIds() {}

    /** Makes the next one. */
    public static String next() {
        return new UUID(FIRST.getMostSignificantBits(), FIRST.getLeastSignificantBits() | count()).toString();
    }

    /** The count of the next one. */
    static long count() {
        return LAST.incrementAndGet();
    }
}
