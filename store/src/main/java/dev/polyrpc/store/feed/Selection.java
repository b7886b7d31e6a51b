package dev.polyrpc.store.feed;

import dev.polyrpc.store.Sql;
import java.util.List;

/** Which events a watch is about, for those in memory and for those that only the table still has. Safe for use by many threads. */
public interface Selection<E> {
    /** Whether the watch is about an event. */
    boolean includes(E event);

    /** Reads the first so many of those events that lie after one position, and up to another, in order. */
    List<E> read(Sql sql, long after, long upTo, int limit);
}
