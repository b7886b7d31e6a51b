package dev.polyrpc.store.feed;

/**
 * The bounds of a feed.
 *
 * @param ring events in memory: a power of two
 * @param page events that one read of the table gives at most: what a watch that catches up holds
 * @param span positions that one read of the table looks at, however few events are asked for: what it takes at most
 * @param readers threads that read the table
 */
record FeedSize(int ring, int page, int span, int readers) {
    static final FeedSize DEFAULT = new FeedSize(8_192, 128, 16_384, 2);
}
