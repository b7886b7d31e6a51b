package dev.polyrpc.store.feed;

import java.util.function.ToLongFunction;

/**
 * A table of events, whose key {@code position INTEGER PRIMARY KEY AUTOINCREMENT} is the order in which they commit.
 *
 * @param name its name
 * @param position reads an event's position
 * @param oldest SQL for position and time (in milliseconds) of the oldest {@code ?} events, in order
 */
public record EventTable<E>(String name, ToLongFunction<E> position, String oldest) {}
