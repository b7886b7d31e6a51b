package dev.polyrpc.certs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a leaf shall say: its name, its URI names, whether it may be a server or a client, and its time. Immutable. */
public record LeafRequest(
        String name, List<String> ids, boolean server, boolean client, Instant notBefore, Instant notAfter) {
    /** How long a good leaf is valid: short, as no list of revoked leaves is kept. */
    static final Duration LIFETIME = Duration.ofHours(24);

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    public LeafRequest {
        ids = List.copyOf(ids);
    }

    /** A good leaf, valid from now on, for a process that is server and client. */
    public static LeafRequest of(String name, Instant now) {
        return new LeafRequest(name, List.of(id(name)), true, true, now.minus(CLOCK_SKEW), now.plus(LIFETIME));
    }

    /** The SPIFFE id of a process. */
    public static String id(String name) {
        return "spiffe://polyrpc.test/" + name;
    }

    /** The same with other ids. */
    public LeafRequest withIds(String... others) {
        return new LeafRequest(name, List.of(others), server, client, notBefore, notAfter);
    }

    /** The same for a process that is only a client. */
    public LeafRequest clientOnly() {
        return new LeafRequest(name, ids, false, true, notBefore, notAfter);
    }

    /** The same for a process that is only a server. */
    public LeafRequest serverOnly() {
        return new LeafRequest(name, ids, true, false, notBefore, notAfter);
    }

    /** The same in another time. */
    public LeafRequest valid(Instant from, Instant to) {
        return new LeafRequest(name, ids, server, client, from, to);
    }
}
