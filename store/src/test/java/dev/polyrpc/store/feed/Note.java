package dev.polyrpc.store.feed;

/** An event of the tests. */
record Note(long position, int author) {}
