package dev.polyrpc.store;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** Makes UUIDs of version 7: later ones sort later, by the millisecond. Safe for use by many threads. */
public final class UuidV7 {
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** Makes a source of UUIDs. */
    public UuidV7(Clock clock) {
        this.clock = clock;
    }

    /** Makes the next UUID. */
    public UUID next() {
        long high = clock.millis() << 16 | 0x7000 | random.nextInt(0x1000);
        long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
