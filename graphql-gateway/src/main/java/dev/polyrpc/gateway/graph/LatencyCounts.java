package dev.polyrpc.gateway.graph;

/**
 * How many calls took how long, from 1 us to over a minute, in steps of at most an eighth. Not safe for use by several threads.
 */
final class LatencyCounts {
    private static final int SUB_BITS = 3;
    private static final int SUBS = 1 << SUB_BITS;
    private static final int BUCKETS = 24 * SUBS;
    private static final double MICROS_PER_MS = 1_000;

    private final int[] counts = new int[BUCKETS];
    private int all;

    void add(long micros) {
        counts[bucket(Math.max(0, micros))]++;
        all++;
    }

    void addAll(LatencyCounts others) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            counts[bucket] += others.counts[bucket];
        }
        all += others.all;
    }

    int all() {
        return all;
    }

    /** The time in ms that so many of a hundred calls did not exceed: the upper end of its step. */
    double percentileMs(int percent) {
        long rank = Math.max(1, ((long) all * percent + 99) / 100);
        int bucket = 0;
        for (long seen = counts[0]; seen < rank && bucket < BUCKETS - 1; seen += counts[bucket]) {
            bucket++;
        }
        return end(bucket) / MICROS_PER_MS;
    }

    private static int bucket(long micros) {
        if (micros < SUBS) {
            return (int) micros;
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
        int sub = (int) (micros >>> (exponent - SUB_BITS)) & (SUBS - 1);
        return Math.min(BUCKETS - 1, (exponent - SUB_BITS + 1) * SUBS + sub);
    }

    private static long end(int bucket) {
        int octave = bucket / SUBS;
        return octave == 0 ? bucket + 1 : (long) (SUBS + bucket % SUBS + 1) << (octave - 1);
    }
}
