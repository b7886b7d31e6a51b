package dev.polyrpc.token.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Which key signs when. Each is published as soon as it is there, signs once it has been published for the lead time, and stays
 * published until the last token that it may have signed has ended. All of it follows from when keys were made: a restart
 * changes nothing. Immutable.
 */
public final class KeySchedule {
    /** No token lives longer, and no verifier takes one that has ended for longer than the skew of clocks. */
    private static final Duration LAST_TOKEN = Duration.ofMinutes(10).plusSeconds(30);

    private final List<DatedKey> keys; // the oldest first, at least one
    private final Duration lead;

    /** Makes it of at least one key; the lead must be longer than verifiers take to learn of a new key. */
    public KeySchedule(List<DatedKey> keys, Duration lead) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("keys: none (expected: at least one)");
        }
        this.keys = keys.stream()
                .sorted(Comparator.comparing(DatedKey::made).thenComparing(DatedKey::name))
                .toList();
        this.lead = lead;
    }

    /** All keys, the oldest first. */
    public List<DatedKey> keys() {
        return keys;
    }

    /** The newest that has been published for long enough; the oldest if none has. */
    public DatedKey signing(Instant now) {
        return keys.get(signs(now));
    }

    /** Those that tokens may still be verified with, the oldest first. */
    public List<DatedKey> published(Instant now) {
        return keys.subList(ended(now).size(), keys.size());
    }

    /** Those that no token can need any more, the oldest first. */
    public List<DatedKey> ended(Instant now) {
        int ended = 0;
        while (ended < signs(now) && !now.isBefore(end(ended))) {
            ended++;
        }
        return keys.subList(0, ended);
    }

    /** What the key is for now. */
    public KeyState state(DatedKey key, Instant now) {
        int order = Integer.compare(keys.indexOf(key), signs(now));
        return order == 0 ? KeyState.SIGNS : order < 0 ? KeyState.RETIRED : KeyState.PUBLISHED;
    }

    private int signs(Instant now) {
        int signs = keys.size() - 1;
        while (signs > 0 && now.isBefore(start(signs))) {
            signs--;
        }
        return signs;
    }

    private Instant start(int index) {
        return keys.get(index).made().plus(lead);
    }

    /** When the last token has ended that was signed before the successor took over. */
    private Instant end(int index) {
        return start(index + 1).plus(LAST_TOKEN);
    }
}
