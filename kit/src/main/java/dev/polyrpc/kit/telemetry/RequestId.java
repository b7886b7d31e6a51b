package dev.polyrpc.kit.telemetry;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that a call has in every log, {@code x-request-id} on every wire. */
public final class RequestId {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    // New ids are UUIDs whose first half is the process's own, random, and whose second is counted from a random number
    // on:
    // an id is a name and no secret, and randomness for each costs more than many a call.
    private static final UUID FIRST = UUID.randomUUID();
    private static final AtomicLong NEXT = new AtomicLong(FIRST.getLeastSignificantBits());
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long COUNTED = 0x3fff_ffff_ffff_ffffL;

    private RequestId() {}

    /** The caller's own id where it can be used, else a new one. */
    public static String of(@Nullable String given) {
        return given != null && FORM.matcher(given).matches() ? given : next();
    }

    private static String next() {
        return new UUID(FIRST.getMostSignificantBits(), VARIANT | (NEXT.getAndIncrement() & COUNTED)).toString();
    }
}
